"""The table, in docs/benchmarks.md: written by the run itself, so that it stays true."""

import json
import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.ground import PROJECT
from bench.promise import HEAD, Line

PAPER = PROJECT / "docs" / "benchmarks.md"
RELEASED = PROJECT / "bench" / "released.json"
BETWEEN = re.compile(r"(?<=<!-- figures -->\n).*(?=<!-- /figures -->)", re.DOTALL)


def write(lines: Sequence[Line], *, leads: int, postgres: str) -> None:
    """Beside the last release's figures, which are kept by `keep_for_release`."""
    before = json.loads(RELEASED.read_text()) if RELEASED.exists() else {}
    head = ("", *HEAD[:-1], "Last release")
    rows = [(line.verdict, *line.cells[:-1], before.get(line.promise, "none yet")) for line in lines]
    table = "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))
    broken = sum(not line.is_kept for line in lines)
    told = f"{_machine()}, PostgreSQL {postgres}; {leads:,} leads; {datetime.now(UTC):%d %B %Y}."
    counted = f"{len(lines) - broken} of {len(lines)} promises kept."
    PAPER.write_text(BETWEEN.sub(lambda _: f"\n{told} {counted}\n\n{table}\n\n", PAPER.read_text()))


def keep_for_release(lines: Sequence[Line]) -> None:
    """What the next release is measured against."""
    RELEASED.write_text(json.dumps({line.promise: line.figure for line in lines}, indent=2, ensure_ascii=False) + "\n")


def _machine() -> str:
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    gigabytes = int(memory[1]) / 2**20 if memory else 0
    return f"{os.cpu_count()} cores ({_processor()}), {gigabytes:.0f} GB memory, Python {platform.python_version()}"


def _processor() -> str:
    named = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return named[1].strip() if named else platform.machine()
