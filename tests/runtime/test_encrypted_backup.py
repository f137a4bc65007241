"""An encrypted backup opens with its passphrase and with nothing else."""

import os
import pty
import subprocess
from pathlib import Path

import pyrage
import pytest

from tests.runtime.homes import LOGO
from tests.runtime.processes import command, environment, run

pytestmark = pytest.mark.xdist_group("home")

SECRET = "the heron stands in the moor"
BY_ENVIRONMENT = {"DOORSTEP_BACKUP_PASSPHRASE": SECRET}


@pytest.fixture(scope="module")
def sealed(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sealed") / "doorstep.tar.age"
    done = run("backup", str(file), "--encrypt", home=filled, **BY_ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    assert "encrypted. Without the passphrase nobody can open it" in done.stdout
    return file


def test_nothing_of_the_content_can_be_read(filled: Path, sealed: Path) -> None:
    content = sealed.read_bytes()
    for secret in (b"Maya Okonjo", b"manifest.json", (filled / "secret.key").read_bytes()):
        assert secret not in content
        assert secret in pyrage.passphrase.decrypt(content, SECRET)


def test_the_passphrase_brings_the_home_back(sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "passphrase").write_text(f"{SECRET}\n")
    done = run("restore", str(sealed), "--passphrase-file", str(tmp_path / "passphrase"), home=tmp_path / "back")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "back" / "files" / LOGO).read_bytes() == b"<svg>a moor</svg>"


def test_another_passphrase_is_said_in_a_sentence(sealed: Path, tmp_path: Path) -> None:
    done = run("restore", str(sealed), home=tmp_path / "back", DOORSTEP_BACKUP_PASSPHRASE="a guess of somebody's")
    assert done.stderr == f"doorstep: The passphrase does not open {sealed}. Nothing was restored.\n"
    assert not (tmp_path / "back").exists()


def test_a_changed_file_is_said_in_a_sentence(sealed: Path, tmp_path: Path) -> None:
    content = sealed.read_bytes()
    (tmp_path / "changed").write_bytes(content[:-100_000] + b"?" + content[-99_999:])
    done = run("restore", str(tmp_path / "changed"), home=tmp_path / "back", **BY_ENVIRONMENT)
    assert done.stderr.startswith(f"doorstep: {tmp_path / 'changed'} is damaged")
    assert not (tmp_path / "back").exists()


def test_a_short_passphrase_is_refused(filled: Path, tmp_path: Path) -> None:
    done = run("backup", str(tmp_path / "b"), "--encrypt", home=filled, DOORSTEP_BACKUP_PASSPHRASE="moor")
    assert "Give it 12 or more characters" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_where_nobody_can_be_asked_the_ways_are_named(filled: Path, tmp_path: Path) -> None:
    done = run("backup", str(tmp_path / "b"), "--encrypt", home=filled)
    assert "Give --passphrase-file, or set DOORSTEP_BACKUP_PASSPHRASE" in done.stderr


@pytest.mark.parametrize(("again", "outcome"), [(SECRET, 0), ("a slip of the hand", 1)])
def test_the_person_at_the_terminal_types_it_twice(filled: Path, tmp_path: Path, again: str, outcome: int) -> None:
    ours, theirs = pty.openpty()
    asked = subprocess.Popen(
        command("backup", str(tmp_path / "b"), "--encrypt"),
        env=environment(filled),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    for answer in (SECRET, again):
        read_until(ours, b": ")
        os.write(ours, f"{answer}\n".encode())
    said = read_until(ours, None)
    assert asked.wait(timeout=60) == outcome
    os.close(ours)
    assert SECRET.encode() not in said
    assert (tmp_path / "b").exists() == (outcome == 0)


def read_until(terminal: int, ending: bytes | None) -> bytes:
    said = b""
    while ending is None or not said.endswith(ending):
        try:
            said += os.read(terminal, 1000)
        except OSError:  # the other side closed it
            break
    return said
