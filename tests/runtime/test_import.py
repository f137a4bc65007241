"""`doorstep import` as an operator types it: JSON and nothing else on standard output, one sentence when it cannot."""

import json
from pathlib import Path

import pytest

from tests import migrated
from tests.runtime.processes import run

pytestmark = pytest.mark.xdist_group("home")

ROWS = "First name,E-mail\nAda,ada@example.com\nJoel,joel@\nAda,ADA@example.com\n"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one business in it, on any host."""
    home = migrated.home(tmp_path_factory.mktemp("house"))
    ann = ("--admin", "ann@fennmoor.example", "--admin-name", "Ann Reyes")
    done = run("business", "Fennmoor", "--pack", "brokerage", *ann, home=home)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(ROWS)
    return path


def told(*words: str, home: Path) -> dict[str, object]:
    done = run("import", *words, "--json", home=home)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_a_file_comes_in_and_goes_again(house: Path, table: Path) -> None:
    dry = told(str(table), "--dry-run", home=house)
    assert (dry["id"], dry["created"]) == (None, 1)
    first = told(str(table), "--match", "email,phone", home=house)
    counts = {name: first[name] for name in ("rows", "created", "updated", "unchanged", "duplicates", "failed")}
    assert counts == {"rows": 3, "created": 1, "updated": 0, "unchanged": 0, "duplicates": 1, "failed": 1}
    [failure] = first["failures"]  # type: ignore[misc]
    assert failure["line"] == 3
    assert "The address stops after the @" in failure["reason"]
    assert told(str(table), home=house)["unchanged"] == 1
    assert told("--undo", str(first["id"]), home=house)["undone"] == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "This is a PDF. Export the list as CSV or XLSX from where it was made."),
        (b"", "The file is empty."),
        (None, "There is no file"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_one_sentence(
    house: Path, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "people.csv"
    if content is not None:
        path.write_bytes(content)
    done = run("import", str(path), "--json", home=house)
    assert done.returncode != 0
    assert done.stdout == ""
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_and_an_undo_are_not_one_command(house: Path, table: Path) -> None:
    done = run("import", str(table), "--undo", "01a20115-e275-731c-b150-821d06076036", home=house)
    assert done.returncode != 0
    assert "Name the file to bring in, or the import to --undo." in done.stderr
