"""A backup holds everything that it says it holds; where something is missing, there is none."""

import shutil
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from doorstep.runtime.backing_up import Backup
from doorstep.runtime.local_postgres import SUPERUSER, LocalPostgres
from doorstep.runtime.obstacle import Obstacle
from doorstep.runtime.whole_file import UNFINISHED, written_whole
from tests.faults.volume import no_byte_left, small_volume
from tests.runtime.homes import LOGO, change, contents
from tests.runtime.processes import run

pytestmark = pytest.mark.xdist_group("home")

OWN_KEY = "Zq3v" + "8Kd0-mBt7" * 6
SERVER = {"SECRET_KEY": OWN_KEY, "DOORSTEP_MODE": "production"}


def refused(*arguments: str, home: Path, **told: str) -> str:
    """The one sentence."""
    done = run("backup", *arguments, home=home, **told)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("doorstep: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


@contextmanager
def set_aside(file: Path, elsewhere: Path) -> Iterator[None]:
    shutil.move(file, elsewhere)
    try:
        yield
    finally:
        shutil.move(elsewhere, file)


def test_a_backup_is_for_its_owner_only(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_says_what_made_it(backup: Path) -> None:
    with tarfile.open(backup) as archive:
        names = archive.getnames()
    assert names[:2] == ["manifest.json", "secret.key"]
    assert {"database/0000000", f"files/{LOGO}", "files/nobodys.csv"} < set(names)


def test_a_home_that_lacks_a_file_is_not_backed_up(filled: Path, tmp_path: Path) -> None:
    with set_aside(filled / "files" / LOGO, tmp_path / "away"):
        said = refused(str(tmp_path / "b.tar"), home=filled)
    assert f"The database names 1 of 1 files that are not in {filled / 'files'}: {LOGO}" in said
    assert contents(tmp_path) == set()


def test_a_home_whose_files_are_gone_is_not_backed_up(filled: Path, tmp_path: Path) -> None:
    with set_aside(filled / "files", tmp_path / "away"):
        assert LOGO in refused(str(tmp_path / "b.tar"), home=filled)


def test_a_file_that_no_row_names_may_be_missing(filled: Path, tmp_path: Path) -> None:
    with set_aside(filled / "files" / "nobodys.csv", tmp_path / "away"):
        assert run("backup", str(tmp_path / "b.tar"), home=filled).returncode == 0


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_that_is_no_home_is_not_backed_up_nor_made_one(tmp_path: Path, *, is_there: bool) -> None:
    typo = tmp_path / "typo"
    if is_there:
        typo.mkdir()
    assert f"{typo} is no home of Doorstep" in refused(str(tmp_path / "b.tar"), home=typo)
    assert contents(tmp_path) == ({"typo"} if is_there else set())


def test_a_server_is_not_backed_up_from_a_mistyped_home(filled: Path, tmp_path: Path) -> None:
    with LocalPostgres(filled / "postgres") as postgres:
        told = SERVER | {"DATABASE_URL": postgres.url(role=SUPERUSER)}
        assert "is no home" in refused(str(tmp_path / "b.tar"), home=tmp_path / "typo", **told)
        (tmp_path / "other").mkdir()
        assert LOGO in refused(str(tmp_path / "b.tar"), home=tmp_path / "other", **told)
    assert not (tmp_path / "b.tar").exists()


def test_an_empty_database_is_no_backup(server: LocalPostgres, tmp_path: Path) -> None:
    with server:
        told = SERVER | {"DATABASE_URL": server.url(role=SUPERUSER)}
        assert "holds nothing of Doorstep" in refused(str(tmp_path / "b.tar"), home=tmp_path, **told)


def test_the_key_in_force_is_the_one_in_the_backup(filled: Path, backup: Path, tmp_path: Path) -> None:
    assert key_in(backup) == (filled / "secret.key").read_bytes()
    done = run("backup", str(tmp_path / "b.tar"), home=filled, SECRET_KEY=OWN_KEY)
    assert "It holds your secret key" in done.stdout
    assert key_in(tmp_path / "b.tar") == OWN_KEY.encode()


def key_in(backup: Path) -> bytes:
    with tarfile.open(backup) as archive:
        opened = archive.extractfile("secret.key")
        assert opened is not None
        return opened.read()


def test_a_full_disk_is_said_in_a_sentence_and_keeps_nothing(filled: Path, tmp_path: Path) -> None:
    with small_volume(tmp_path / "small", megabytes=1) as volume, no_byte_left(volume):
        assert "The disk is full" in refused(str(volume / "b.tar"), home=filled)
        assert contents(volume) == {"filler"}


def test_a_disk_that_can_only_be_read_is_said_in_a_sentence(filled: Path, tmp_path: Path) -> None:
    with small_volume(tmp_path / "small", megabytes=1, options="ro") as volume:
        assert "can be read only" in refused(str(volume / "b.tar"), home=filled)


def test_a_place_that_cannot_be_is_said_in_a_sentence(filled: Path, tmp_path: Path) -> None:
    assert f"There is no folder {tmp_path / 'none'}" in refused(str(tmp_path / "none" / "b.tar"), home=filled)
    assert f"{tmp_path} is a folder" in refused(str(tmp_path), home=filled)
    assert "is among the files" in refused(str(filled / "files" / "b.tar"), home=filled)


def test_a_role_under_row_level_security_may_not_write_an_empty_backup(filled: Path, tmp_path: Path) -> None:
    with LocalPostgres(filled / "postgres") as postgres:
        told = SERVER | {"DATABASE_URL": postgres.url()}
        assert "its backup would be empty" in refused(str(tmp_path / "b.tar"), home=filled, **told)
        assert list(tmp_path.iterdir()) == []
        as_superuser = ["--database", postgres.url(role=SUPERUSER)]
        done = run("backup", str(tmp_path / "b.tar"), *as_superuser, home=filled, **told)
    assert done.returncode == 0, done.stderr


def test_what_a_killed_backup_left_goes_with_the_next_one(filled: Path, tmp_path: Path) -> None:
    (tmp_path / f".monday.tar.x1y2{UNFINISHED}").write_bytes(b"half")
    (tmp_path / "somebody's.part").write_bytes(b"not ours")
    assert run("backup", str(tmp_path / "tuesday.tar"), home=filled).returncode == 0
    assert contents(tmp_path) == {"somebody's.part", "tuesday.tar"}


def test_a_file_that_goes_with_its_row_meanwhile_is_no_fault(filled: Path, tmp_path: Path) -> None:
    logo = "UPDATE tenancy_businessprofile SET logo = '{}'"
    with begun(filled) as written:
        first = next(written)
        change(filled, logo.format(""))
        with set_aside(filled / "files" / LOGO, tmp_path / "away"):
            (tmp_path / "b.tar").write_bytes(first + b"".join(written))
    change(filled, logo.format(LOGO))
    done = run("restore", str(tmp_path / "b.tar"), home=tmp_path / "back")
    assert done.returncode == 0, done.stderr


def test_a_file_that_goes_meanwhile_and_is_still_named_is_one(filled: Path, tmp_path: Path) -> None:
    with begun(filled) as written:
        next(written)
        with set_aside(filled / "files" / LOGO, tmp_path / "away"), pytest.raises(Obstacle, match="1 of 1 files"):
            b"".join(written)


@contextmanager
def begun(home: Path) -> Iterator[Iterator[bytes]]:
    """The bytes of a backup, for a test to ask for."""
    with LocalPostgres(home / "postgres") as postgres:
        backup = Backup(postgres.url(role=SUPERUSER), home, files_elsewhere=False)
        with closing(backup.written()) as written:
            yield written


def test_two_backups_into_one_folder_leave_each_other_alone(tmp_path: Path) -> None:
    with written_whole(tmp_path / "one.tar") as one:
        with written_whole(tmp_path / "two.tar") as two:
            two.write(b"2")
        one.write(b"1")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"one.tar": b"1", "two.tar": b"2"}
