"""Whatever starts refuses a database that is newer than its code, or older, and says what to do."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from doorstep import __version__
from doorstep.runtime import schema
from doorstep.runtime.local_postgres import LocalPostgres
from doorstep.runtime.obstacle import Obstacle
from tests import migrated
from tests.runtime.processes import KEY, run

pytestmark = pytest.mark.xdist_group("home")
NEWER = "INSERT INTO django_migrations (app, name, applied) VALUES ('leads', '9001_from_tomorrow', now())"
OF_NEXT_YEAR = "COMMENT ON TABLE django_migrations IS 'Doorstep 99.0'"
STARTING = (["serve"], ["worker"], ["apikey", "x", "--scope", "leads:read"], ["cast"], ["import", "x.csv"])


def change(home: Path, *statements: str) -> None:
    with LocalPostgres(home / "postgres") as postgres, psycopg.connect(postgres.url()) as opened:
        for statement in statements:
            opened.execute(statement.encode())


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated.home(tmp_path_factory.mktemp("schema"))


@pytest.fixture
def newer(changed: Path) -> Iterator[Path]:
    change(changed, NEWER, OF_NEXT_YEAR)
    yield changed
    change(changed, "DELETE FROM django_migrations WHERE name = '9001_from_tomorrow'")


@pytest.mark.django_db
def test_the_names_of_the_files_are_those_that_django_knows() -> None:
    assert set(schema.known()) == {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}


def test_what_a_newer_code_added_is_seen_and_what_was_squashed_away_is_not() -> None:
    applied = {*schema.known(), "leads.9001_from_tomorrow", "market.0001_first", "leads.0001_external_number"}
    assert schema.beyond(applied) == ["leads.9001_from_tomorrow", "market.0001_first"]
    assert schema.waiting(applied - {"leads.0002_search_role"}) == ["leads.0002_search_role"]


def test_a_backup_of_newer_code_is_refused_in_the_same_words() -> None:
    with pytest.raises(Obstacle, match=r"^The backup was made by Doorstep 99\.0: it has leads\.9001"):
        schema.refuse_newer(schema.Schema(["leads.9001_from_tomorrow"], "99.0"), what="The backup")


@pytest.mark.parametrize("version", ["", __version__])
def test_one_whose_version_tells_nothing_asks_for_the_newest(version: str) -> None:
    with pytest.raises(Obstacle, match=r"made by a newer Doorstep: .* Use the newest Doorstep, or restore"):
        schema.refuse_newer(schema.Schema(["leads.9001_from_tomorrow"], version))


@pytest.mark.parametrize("arguments", [*STARTING, ["run"], ["migrate"]], ids=lambda words: words[0])
def test_old_code_does_not_start_on_a_newer_schema(newer: Path, arguments: list[str], port: int) -> None:
    listening = ["--port", str(port)] if arguments[0] in ("serve", "run") else []
    done = run(*arguments, *listening, home=newer)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "The database was made by Doorstep 99.0: it has leads.9001_from_tomorrow" in done.stderr
    assert f"which this Doorstep {__version__} does not know. Use Doorstep 99.0" in done.stderr


def test_the_doctor_finds_a_newer_schema(newer: Path) -> None:
    done = run("doctor", home=newer)
    assert done.returncode == 1
    assert "migrations  The database was made by Doorstep 99.0" in done.stdout


@pytest.mark.parametrize("arguments", STARTING, ids=lambda words: words[0])
def test_a_half_migrated_schema_is_to_be_migrated_first(changed: Path, arguments: list[str], port: int) -> None:
    half = "DELETE FROM django_migrations WHERE app = 'leads' AND name >= '0002'"
    change(changed, "CREATE TABLE before AS SELECT * FROM django_migrations", half)
    listening = ["--port", str(port)] if arguments[0] == "serve" else []
    done = run(*arguments, *listening, home=changed)
    again = "INSERT INTO django_migrations OVERRIDING SYSTEM VALUE SELECT * FROM before b"
    change(changed, f"{again} WHERE b.id NOT IN (SELECT id FROM django_migrations)", "DROP TABLE before")
    assert done.returncode == 1
    assert "first leads.0002_search_role. Run: doorstep migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_migrating_writes_down_which_version_did_it(changed: Path) -> None:
    assert run("migrate", home=changed).returncode == 0
    with LocalPostgres(changed / "postgres") as postgres:
        assert schema.of_database(postgres.url()).version == __version__


@pytest.mark.parametrize("arguments", [["worker"], ["cast"], ["serve"]], ids=lambda words: words[0])
def test_an_empty_database_is_to_be_migrated_first(
    server: LocalPostgres, tmp_path: Path, arguments: list[str], port: int
) -> None:
    listening = ["--port", str(port)] if arguments[0] == "serve" else []
    with server:
        told = {"DATABASE_URL": server.url(), "SECRET_KEY": KEY}
        done = run(*arguments, *listening, home=tmp_path / "home", **told)
    assert done.returncode == 1
    assert "The database is empty. Doorstep" in done.stderr
    assert "doorstep migrate" in done.stderr
