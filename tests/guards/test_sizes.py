"""Code that can be read: files to 300 lines, templates to 120, stylesheets to 250. Prints the ten longest functions."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "doorstep"
LIMITS = {".py": 300, ".html": 120, ".css": 250, ".js": 60}
UNSAID = {"services.py", "managers.py", "utils.py", "helpers.py", "signals.py"}


def files(*suffixes: str) -> Iterator[Path]:
    return (path for path in sorted(PACKAGE.rglob("*")) if path.suffix in suffixes and "migrations" not in path.parts)


@pytest.mark.parametrize("suffix", LIMITS)
def test_no_file_is_longer_than_one_can_read(suffix: str) -> None:
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in files(suffix)
        if (lines := path.read_text().count("\n")) > LIMITS[suffix]
    }
    assert long == {}


def test_no_file_is_named_for_nothing() -> None:
    assert [path for path in files(".py") if path.name in UNSAID] == []


def functions() -> Iterator[tuple[int, str]]:
    for path in files(".py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or 0) - node.lineno + 1, f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}"


def test_functions_stay_short(capsys: pytest.CaptureFixture[str]) -> None:
    longest = sorted(functions(), reverse=True)[:10]
    with capsys.disabled():
        print("\nTen longest functions:", *(f"{lines:4} {where}" for lines, where in longest), sep="\n")
    assert longest[0][0] <= 45


def test_no_template_carries_a_script_or_a_style_of_its_own() -> None:
    guilty = [
        str(path.relative_to(PACKAGE))
        for path in files(".html")
        if "mail" not in path.name
        and any(word in path.read_text() for word in (' style="', "<style", ' onclick="', " onsubmit=", "javascript:"))
    ]
    assert guilty == []
