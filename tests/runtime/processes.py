"""The `doorstep` command as a process of its own, and what is left of it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

TOLD = ("DATABASE_URL", "SECRET_KEY", "BASE_URL", "DOORSTEP_HOME", "DOORSTEP_MODE", "EMAIL_URL", "STORAGE_URL", "PORT")

KEY = "of-a-test-that-starts-processes-0123456789-" + "x" * 20


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "doorstep.runtime", *arguments]


def environment(home: Path, **told: str) -> dict[str, str]:
    """Nothing of what the test's own process was told."""
    kept = {name: value for name, value in os.environ.items() if name not in TOLD}
    return kept | {"DOORSTEP_HOME": str(home), "DOORSTEP_MODE": "development"} | told


def run(*arguments: str, home: Path, **told: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(*arguments),
        env=environment(home, **told),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def eventually(holds: Callable[[], object], *, within: float = 30.0) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


def processes_of(home: Path) -> set[int]:
    """Every process that names the home in its words or its environment, or stands in it."""
    return {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _is_of(entry, home)}


def _is_of(entry: Path, home: Path) -> bool:
    name = os.fsencode(home)
    try:
        told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        return name in told or str((entry / "cwd").readlink()).startswith(str(home))
    except OSError:
        return False
