"""The blocks of docs/operations.md, to be run as they stand there: what the papers say is what is tried."""

from pathlib import Path

OPERATIONS = Path(__file__).resolve().parent.parent / "docs" / "operations.md"
PASSWORD = "'…'"


def blocks(section: str) -> list[list[str]]:
    """The indented blocks under `## section`, in order, each as its lines."""
    text = OPERATIONS.read_text().split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("    "):
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def roles_and_database(*, major: int, password: str) -> tuple[list[str], list[str]]:
    """The administrator's lines, before and after the connection to the new database."""
    roles, from_16, on_15 = blocks("The database")[:3]
    there = roles.index(r"\c doorstep")
    lines = [line.replace(PASSWORD, f"'{password}'") for line in roles]
    return lines[:there], [*lines[there + 1 :], *(from_16 if major > 15 else on_15)]
