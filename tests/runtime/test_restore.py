"""From a backup the home comes back as it was; anything less is refused, and the former home stays."""

import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest

from doorstep import __version__
from doorstep.runtime.home import lived_in
from doorstep.runtime.local_postgres import SUPERUSER, LocalPostgres
from tests.faults.volume import small_volume
from tests.runtime.homes import LOGO, change, contents, counts, seen
from tests.runtime.processes import environment, run

pytestmark = pytest.mark.xdist_group("home")

NAMES = "SELECT name FROM tenancy_business ORDER BY id"
SECURITY = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole::text, p.polname
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1, 5
"""
FUNCTIONS = """
SELECT oid::regprocedure::text, proowner::regrole::text, proacl::text FROM pg_proc
WHERE pronamespace = 'public'::regnamespace ORDER BY 1
"""


@pytest.fixture(scope="module")
def back(backup: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Restored."""
    home = tmp_path_factory.mktemp("restored") / "back"
    done = run("restore", str(backup), home=home)
    assert done.returncode == 0, done.stderr
    return home


def refused(backup: Path, *arguments: str, home: Path, **told: str) -> str:
    """The one sentence."""
    done = run("restore", str(backup), *arguments, home=home, **told)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("doorstep: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def altered(backup: Path, to: Path, **told: object) -> Path:
    """The same backup with another manifest."""
    with tarfile.open(backup) as before, tarfile.open(to, "w") as after:
        for member in before:
            content = before.extractfile(member)
            assert content is not None
            raw = content.read()
            if member.name == "manifest.json":
                raw = json.dumps(json.loads(raw) | told).encode()
                member.size = len(raw)
            after.addfile(member, io.BytesIO(raw))
    return to


def test_a_restored_home_equals_the_original(filled: Path, back: Path) -> None:
    assert counts(back) == counts(filled)
    assert ("Fennmoor",) in seen(back, NAMES) == seen(filled, NAMES)
    assert seen(back, SECURITY) == seen(filled, SECURITY)
    assert seen(back, FUNCTIONS) == seen(filled, FUNCTIONS)
    assert (back / "files" / LOGO).read_bytes() == b"<svg>a moor</svg>"
    assert (back / "files" / LOGO).stat().st_mtime == int((filled / "files" / LOGO).stat().st_mtime)
    assert (back / "files" / "nobodys.csv").read_bytes() == b"name\nMaya Okonjo\n"
    assert (back / "secret.key").read_text() == (filled / "secret.key").read_text()
    assert (back / "secret.key").stat().st_mode & 0o077 == 0


def test_a_restored_home_starts_and_nothing_is_left_of_the_work(back: Path) -> None:
    assert run("migrate", home=back).returncode == 0
    assert {path.name for path in back.iterdir()} == {"files", "home.lock", "postgres", "secret.key"}


def test_a_home_that_holds_something_is_not_overwritten_unasked(filled: Path, backup: Path) -> None:
    assert "is not empty" in refused(backup, home=filled)


def test_force_replaces_what_the_home_holds(filled: Path, backup: Path, back: Path) -> None:
    (back / "files" / "later.txt").write_text("added since")
    change(back, "UPDATE tenancy_business SET name = 'Renamed since'")
    done = run("restore", str(backup), "--force", home=back)
    assert done.returncode == 0, done.stderr
    assert not (back / "files" / "later.txt").exists()
    assert ("Fennmoor",) in seen(back, NAMES) == seen(filled, NAMES)


def test_a_folder_that_is_no_home_is_not_replaced_though_forced(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "holiday.jpg").write_bytes(b"sea")
    assert "is no home of Doorstep, and not empty" in refused(backup, "--force", home=tmp_path)
    assert (tmp_path / "files" / "holiday.jpg").read_bytes() == b"sea"


def test_a_refusal_leaves_nothing_in_a_folder_that_is_no_home(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"sea")
    refused(backup, home=tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["holiday.jpg"]


@pytest.mark.parametrize("megabytes", [3, 44])
def test_a_disk_too_small_for_the_server_or_for_the_rows_is_said_in_a_sentence(
    megabytes: int, backup: Path, tmp_path: Path
) -> None:
    with small_volume(tmp_path, megabytes=megabytes) as volume:
        assert "no room left" in refused(backup, home=volume / "home")
        assert not (volume / "home").exists()


@pytest.mark.parametrize(
    "in_use", [lambda home: LocalPostgres(home / "postgres"), lived_in], ids=["with its server", "beside another"]
)
def test_a_home_in_use_is_not_replaced(
    backup: Path, back: Path, in_use: Callable[[Path], AbstractContextManager[object]]
) -> None:
    with in_use(back):
        assert "Doorstep is running on" in refused(backup, "--force", home=back)
    assert ("Fennmoor",) in seen(back, NAMES)


def test_a_former_home_that_does_not_start_any_more_is_replaced_all_the_same(backup: Path, tmp_path: Path) -> None:
    home = tmp_path / "broken"
    assert run("restore", str(backup), home=home).returncode == 0
    (home / "postgres" / "data" / "global" / "pg_control").unlink()
    done = run("restore", str(backup), "--force", home=home)
    assert done.returncode == 0, done.stderr
    assert ("Fennmoor",) in seen(home, NAMES)


def test_a_backup_without_a_file_that_its_rows_name_leaves_the_former_home(
    filled: Path, backup: Path, back: Path, tmp_path: Path
) -> None:
    """Found only when the new home is opened: by then the whole database was loaded."""
    change(back, "UPDATE tenancy_business SET name = 'Kept'")
    holed = without(f"files/{LOGO}", backup, tmp_path / "holed.tar")
    assert f"files that are not in {back}/restoring/new/files: {LOGO}" in refused(holed, "--force", home=back)
    assert seen(back, NAMES) == [("Kept",)]
    assert not (back / "restoring").exists()


def without(name: str, backup: Path, to: Path) -> Path:
    with tarfile.open(backup) as before, tarfile.open(to, "w") as after:
        for member in before:
            content = before.extractfile(member)
            assert content is not None
            raw = content.read()
            if member.name == "checksums.json":
                raw = json.dumps({each: digest for each, digest in json.loads(raw).items() if each != name}).encode()
                member.size = len(raw)
            if member.name != name:
                after.addfile(member, io.BytesIO(raw))
    return to


def test_a_server_of_ones_own_is_restored_by_the_applications_role(
    filled: Path, backup: Path, server: LocalPostgres, tmp_path: Path
) -> None:
    with server:
        told = {"DATABASE_URL": server.url()}
        done = run("restore", str(backup), home=tmp_path / "home", **told)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "home" / "secret.key").read_text() == (filled / "secret.key").read_text()
        assert (tmp_path / "home" / "files" / LOGO).exists()
        assert "The database is not empty" in refused(backup, home=tmp_path / "other", **told)
        assert contents(tmp_path / "other") == set()
        with psycopg.connect(server.url(role=SUPERUSER), autocommit=True) as connection:
            connection.execute("UPDATE tenancy_business SET name = 'Renamed since'")
            connection.execute("SET ROLE doorstep; CREATE TABLE later (business uuid REFERENCES tenancy_business)")
        again = run("restore", str(backup), "--force", home=tmp_path / "home", **told)
        assert again.returncode == 0, again.stderr
        with psycopg.connect(server.url(role=SUPERUSER)) as connection:
            assert connection.execute(NAMES).fetchall() == seen(filled, NAMES)
            assert connection.execute(SECURITY.encode()).fetchall() == seen(filled, SECURITY)
            assert connection.execute(FUNCTIONS.encode()).fetchall() == seen(filled, FUNCTIONS)


def test_a_damaged_backup_restores_nothing(backup: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.tar"
    content = backup.read_bytes()
    at = content.index(b"Maya Okonjo")
    damaged.write_bytes(content[:at] + b"Mara" + content[at + 4 :])
    assert "nobodys.csv does not match" in refused(damaged, home=tmp_path / "back")
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.95, 0.99])
def test_a_backup_that_ends_early_restores_nothing(backup: Path, tmp_path: Path, share: float) -> None:
    cut = tmp_path / "cut.tar"
    cut.write_bytes(backup.read_bytes()[: int(backup.stat().st_size * share)])
    said = refused(cut, home=tmp_path / "back")
    assert "is damaged" in said or "cannot be read as a backup" in said
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("name", ["../escaped", "files/../../escaped", "/tmp/escaped", "etc/passwd"])
def test_a_name_that_leaves_the_home_is_refused(backup: Path, tmp_path: Path, name: str) -> None:
    hostile = tmp_path / "hostile.tar"
    hostile.write_bytes(backup.read_bytes())
    with tarfile.open(hostile, "a") as archive:
        member = tarfile.TarInfo(name)
        member.size = 3
        archive.addfile(member, io.BytesIO(b"bad"))
    assert "is not a backup of ours" in refused(hostile, home=tmp_path / "a" / "back")
    assert not list(tmp_path.rglob("escaped"))


def test_a_backup_of_newer_code_is_refused_with_both_versions(backup: Path, tmp_path: Path) -> None:
    newer = altered(backup, tmp_path / "newer.tar", version="9.9", migrations=["leads.9001_from_tomorrow"])
    said = refused(newer, home=tmp_path / "back")
    assert "was made by Doorstep 9.9: it has leads.9001_from_tomorrow" in said
    assert f"this Doorstep {__version__}" in said
    assert not (tmp_path / "back").exists()


def migrations_of(home: Path) -> set[tuple[object, ...]]:
    return set(seen(home, "SELECT app, name FROM django_migrations"))


def test_a_backup_of_older_code_is_restored_and_migrated(backup: Path, tmp_path: Path) -> None:
    older, back = tmp_path / "older", tmp_path / "back"
    assert run("restore", str(backup), home=older).returncode == 0
    with LocalPostgres(older / "postgres") as postgres:
        told = environment(older, DATABASE_URL=postgres.url(), SECRET_KEY="k7Rw2xQz9v" * 6, BASE_URL="http://localhost")
        told["DJANGO_SETTINGS_MODULE"] = "doorstep.config.settings"
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v0", "leads", "0001"], env=told, check=True)
    assert run("backup", str(tmp_path / "older.tar"), home=older).returncode == 0
    done = run("restore", str(tmp_path / "older.tar"), home=back)
    assert "Migrating the database" in done.stdout, done.stderr
    assert migrations_of(back) > migrations_of(older)
    assert seen(back, NAMES) == [("Fennmoor",)]


def test_a_backup_of_another_format_is_refused(backup: Path, tmp_path: Path) -> None:
    other = altered(backup, tmp_path / "other.tar", format=2, of_next_year=True)
    assert "its format is 2" in refused(other, home=tmp_path / "back")
