"""Whatever an operator gets wrong is told in a sentence: what is wrong, and what to do. No traceback, no password."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from doorstep.runtime.local_postgres import LocalPostgres
from tests import migrated
from tests.faults.volume import no_byte_left, small_volume
from tests.runtime.processes import KEY, run

pytestmark = pytest.mark.xdist_group("home")

SERVER = {"SECRET_KEY": KEY, "BASE_URL": "https://desk.example.org", "DOORSTEP_MODE": "production"}
ADMIN = ["--pack", "homes", "--admin", "ann@example.com", "--admin-name", "Ann"]
COMMANDS = (
    ["migrate"],
    ["cast"],
    ["backup", "backup.tar"],
    ["import", "people.csv"],
    ["business", "Fennmoor", *ADMIN],
    ["apikey", "desk.example", "--scope", "leads:read"],
)
STARTING = (*COMMANDS, ["run"], ["serve"], ["worker"], ["demo"], ["restore", "backup.tar"])
named = {"ids": lambda words: words[0] if isinstance(words, list) else None}


@pytest.fixture(scope="module")
def without_business(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that others share may have one by now, and the only one answers on any host."""
    return migrated.home(tmp_path_factory.mktemp("without-business"))


def refused(arguments: Sequence[str], *, home: Path, code: int = 1, **told: str) -> str:
    done = run(*arguments, home=home, **told)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stderr


@pytest.mark.parametrize("arguments", STARTING, **named)
def test_a_home_that_is_a_file(tmp_path: Path, arguments: list[str], port: int) -> None:
    home = tmp_path / "home"
    home.write_text("")
    listening = ["--port", str(port)] if arguments[0] in ("run", "serve") else []
    said = refused([*arguments, *listening], home=home)
    assert said.startswith("doorstep: ")
    assert ("backup.tar" if arguments[0] == "restore" else str(home)) in said  # it looks at the backup first
    assert said.count("\n") == 1


@pytest.mark.parametrize("arguments", [["migrate"], ["run"], ["doctor"]], **named)
def test_a_home_where_nothing_can_be_made(arguments: list[str]) -> None:
    done = run(*arguments, home=Path("/proc/doorstep"))
    assert done.returncode == 1
    assert "The folder /proc/doorstep cannot be made" in done.stdout + done.stderr
    assert "Choose another --home." in done.stdout + done.stderr


@pytest.mark.parametrize("arguments", COMMANDS, **named)
def test_a_wrong_password_of_the_database(home: Path, arguments: list[str]) -> None:
    with LocalPostgres(home / "postgres") as postgres:
        url = postgres.url().replace(postgres.password("doorstep"), "hush-quiet")
        said = refused(arguments, home=home, DATABASE_URL=url, **SERVER)
    assert 'password authentication failed for user "doorstep"' in said
    assert "hush" not in said
    assert said.count("\n") == 1


def test_a_disk_without_room_for_a_database(tmp_path: Path) -> None:
    with small_volume(tmp_path / "small", megabytes=20) as volume:
        assert "The disk has no room left" in refused(["migrate"], home=volume / "home")


def test_a_disk_without_a_byte_left(tmp_path: Path) -> None:
    with small_volume(tmp_path / "small", megabytes=20) as volume:
        (volume / "home").mkdir()
        with no_byte_left(volume):
            assert refused(["migrate"], home=volume / "home").startswith("doorstep: ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["apikey", "nowhere.example", "--scope", "leads:read"], "No business has the host nowhere.example."),
        (["import", "people.csv", "--business", "nowhere.example"], "No business is at nowhere.example."),
        (["business", "Fennmoor", *ADMIN[:3], "ann", *ADMIN[4:]], "There is no @ in it."),
        (["serve", "--host", "nowhere.invalid"], "cannot listen on nowhere.invalid"),
        (["import"], "Name the file to bring in"),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else "",
)
def test_a_name_that_nothing_has(without_business: Path, arguments: list[str], sentence: str) -> None:
    assert sentence in refused(arguments, home=without_business)


@pytest.mark.parametrize(
    "arguments",
    [
        ["business", "", *ADMIN],
        ["business", "N" * 121, *ADMIN],
        ["business", "Fennmoor", *ADMIN, "--host", "desk example/x"],
        ["business", "Fennmoor", *ADMIN, "--host", "desk.example:8000"],
        ["apikey", "desk.example", "--scope", "leads:read", "--per-minute", "-1"],
        ["apikey", "desk.example", "--scope", "leads:read", "--per-minute", "9" * 20],
        ["apikey", "desk.example", "--scope", "leads:read", "--name", "x" * 121],
        ["serve", "--workers", "0"],
        ["serve", "--port", "80800"],
        ["worker", "--concurrency", "-1"],
        ["import", "--undo", "junk"],
        ["backup", "backup.tar", "--database", "postgresql://ann:54#hush@h/x"],
        ["restore", "backup.tar", "--database", "postgresql://ann:54/hush@h/x"],
    ],
    ids=" ".join,
)
def test_a_word_that_an_option_cannot_be(tmp_path: Path, arguments: list[str]) -> None:
    said = refused(arguments, home=tmp_path / "home", code=2)
    assert f"doorstep {arguments[0]}: error: " in said
    assert "hush" not in said
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMAIL_URL", "hush"),
        ("EMAIL_URL", "smtp://ann:hush#quiet@mail.example"),
        ("STORAGE_URL", "s3://key:hush/quiet@bucket"),
        ("BASE_URL", "hush"),
        ("DOORSTEP_MODE", "hush-mode"),
        ("SECRET_KEY", "hush"),
    ],
)
def test_a_variable_that_cannot_be(home: Path, name: str, value: str) -> None:
    said = refused(["migrate"], home=home, **{name: value})
    assert said.startswith(f"doorstep: {name} ")
    assert ("hush" in said) == (name == "DOORSTEP_MODE")
    assert "quiet" not in said
