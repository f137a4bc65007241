"""The sentences of docs/requirements.md, and the tests that show them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs" / "requirements.md"
_ENTRY = re.compile(
    r"^- \[(?P<tick>[ x])\] (?P<number>\d{3}-\d\d) (?P<sentence>.+?)(?:\n  Open: (?P<reason>.+?))?(?=\n- |\n\n|\n?\Z)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Requirement:
    """`open_because` is empty where the sentence is finished."""

    number: str
    sentence: str
    is_finished: bool
    open_because: str


def requirements() -> list[Requirement]:
    return [_read(entry) for entry in _ENTRY.finditer(DOCUMENT.read_text())]


def _read(entry: re.Match[str]) -> Requirement:
    sentence, reason = (" ".join((entry[part] or "").split()) for part in ("sentence", "reason"))
    return Requirement(entry["number"], sentence, entry["tick"] == "x", reason)


def number_in(test: str) -> str:
    """002-12 in test_002_12_a_lead_is_printed_or_exported; empty where a test names none."""
    found = re.match(r"test_(\d{3})_(\d\d)_", test)
    return f"{found[1]}-{found[2]}" if found else ""


def names_of_tests() -> Iterator[str]:
    """The names of all tests of this folder, as they stand there."""
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name
