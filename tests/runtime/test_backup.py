"""A backup is one file from which the home comes back as it was; anything less is refused."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from doorstep.runtime.local_postgres import SUPERUSER, LocalPostgres
from tests.runtime.processes import KEY, run

pytestmark = pytest.mark.xdist_group("home")

NAMES = "SELECT name FROM tenancy_business ORDER BY id"
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
SECURITY = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole::text, p.polname
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1, 5
"""


@pytest.fixture(scope="module")
def filled(home: Path) -> Iterator[Path]:
    """A home with a business and a file."""
    change(
        home,
        "INSERT INTO tenancy_business (id, name, host, created_at)"
        " VALUES (gen_random_uuid(), 'Fennmoor', 'backup.localhost', now())",
    )
    (home / "files" / "work").mkdir(parents=True)
    (home / "files" / "work" / "leads ö.csv").write_bytes(b"name\nMaya Okonjo\n")
    yield home
    change(home, "DELETE FROM tenancy_business WHERE host = 'backup.localhost'")
    shutil.rmtree(home / "files")


@pytest.fixture(scope="module")
def backup(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "doorstep.tar"
    done = run("backup", str(file), home=filled)
    assert done.returncode == 0, done.stderr
    return file


def change(home: Path, statement: str) -> None:
    with LocalPostgres(home / "postgres") as postgres, psycopg.connect(postgres.url()) as connection:
        connection.execute(statement)


def seen(home: Path, query: str) -> list[tuple[object, ...]]:
    with LocalPostgres(home / "postgres") as postgres, psycopg.connect(postgres.url(role=SUPERUSER)) as connection:
        return connection.execute(query).fetchall()


def counts(home: Path) -> list[tuple[object, ...]]:
    names = [str(name) for (name,) in seen(home, TABLES)]
    return seen(home, " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names))


@pytest.fixture(scope="module")
def back(backup: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Restored."""
    home = tmp_path_factory.mktemp("restored") / "back"
    done = run("restore", str(backup), home=home)
    assert done.returncode == 0, done.stderr
    return home


def test_a_restored_home_equals_the_original(filled: Path, back: Path) -> None:
    assert counts(back) == counts(filled)
    assert ("Fennmoor",) in seen(back, NAMES) == seen(filled, NAMES)
    assert seen(back, SECURITY) == seen(filled, SECURITY)
    assert (back / "files" / "work" / "leads ö.csv").read_bytes() == b"name\nMaya Okonjo\n"
    assert (back / "secret.key").read_text() == (filled / "secret.key").read_text()
    assert (back / "secret.key").stat().st_mode & 0o077 == 0


def test_a_backup_is_for_its_owner_only(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0


def test_a_home_that_holds_something_is_not_overwritten_unasked(filled: Path, backup: Path) -> None:
    done = run("restore", str(backup), home=filled)
    assert done.returncode == 1
    assert "is not empty" in done.stderr


def test_force_replaces_what_the_home_holds(filled: Path, backup: Path, back: Path) -> None:
    (back / "files" / "later.txt").write_text("added since")
    change(back, "UPDATE tenancy_business SET name = 'Renamed since'")
    done = run("restore", str(backup), "--force", home=back)
    assert done.returncode == 0, done.stderr
    assert not (back / "files" / "later.txt").exists()
    assert ("Fennmoor",) in seen(back, NAMES) == seen(filled, NAMES)


def test_a_home_in_use_is_not_replaced(backup: Path, back: Path) -> None:
    with LocalPostgres(back / "postgres"):
        done = run("restore", str(backup), "--force", home=back)
    assert done.returncode == 1
    assert "Doorstep is running on" in done.stderr


def test_a_server_of_ones_own_is_restored_by_the_applications_role(
    filled: Path, backup: Path, server: LocalPostgres, tmp_path: Path
) -> None:
    with server:
        done = run("restore", str(backup), home=tmp_path / "home", DATABASE_URL=server.url())
        assert done.returncode == 0, done.stderr
        again = run("restore", str(backup), home=tmp_path / "other", DATABASE_URL=server.url())
        with psycopg.connect(server.url(role=SUPERUSER)) as connection:
            assert connection.execute(NAMES).fetchall() == seen(filled, NAMES)
    assert "The database is not empty" in again.stderr


def test_a_damaged_backup_restores_nothing(backup: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.tar"
    content = backup.read_bytes()
    at = content.index(b"Maya Okonjo")
    damaged.write_bytes(content[:at] + b"Mara" + content[at + 4 :])
    done = run("restore", str(damaged), home=tmp_path / "back")
    assert done.returncode == 1
    assert "leads ö.csv does not match" in done.stderr
    assert not (tmp_path / "back").exists()


def test_a_role_under_row_level_security_may_not_write_an_empty_backup(filled: Path, tmp_path: Path) -> None:
    told = {"SECRET_KEY": KEY, "BASE_URL": "https://desk.fennmoor.example", "DOORSTEP_MODE": "production"}
    with LocalPostgres(filled / "postgres") as postgres:
        refused = run("backup", str(tmp_path / "b.tar"), home=filled, DATABASE_URL=postgres.url(), **told)
        assert refused.returncode == 1
        assert "its backup would be empty" in refused.stderr
        assert list(tmp_path.iterdir()) == []
        as_superuser = ["--database", postgres.url(role=SUPERUSER)]
        done = run("backup", str(tmp_path / "b.tar"), *as_superuser, home=filled, DATABASE_URL=postgres.url(), **told)
    assert done.returncode == 0, done.stderr
