"""docs/operations.md, followed line by line on the distribution's PostgreSQL, in the order of the page.

There is no release yet to upgrade from: the schema as it was one migration earlier in every app stands in for it.
"""

import atexit
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest

from doorstep.runtime import schema
from tests import papers
from tests.migrated import ROOT
from tests.on_debian import PASSWORD, Server, running
from tests.ports import free_port
from tests.runtime.processes import KEY, environment, eventually
from tests.smtp import Letterbox, smtp_server

pytestmark = pytest.mark.skipif("TEST_DEBIAN" not in os.environ, reason="`make test-debian` runs it")

SQL_PASSWORD = PASSWORD.replace("'", "''")
OPENING = papers.blocks("The database")[3]
BACKUP_ROLE, BACKUP, RESTORE = papers.blocks("Backups")
UPGRADE = papers.blocks("Upgrades")[0]
Surroundings = dict[str, str]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Not in a folder of pytest's, which are root's alone: the server runs as nobody."""
    with tempfile.TemporaryDirectory() as folder, running(Path(os.environ["TEST_DEBIAN"]), Path(folder)) as started:
        yield started


@pytest.fixture(scope="module")
def letterbox() -> Iterator[tuple[Letterbox, int]]:
    with smtp_server() as found:
        yield found


@pytest.fixture(scope="module")
def told(server: Server, letterbox: tuple[Letterbox, int], tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    """“Told the variables above”."""
    box, port = letterbox
    assert box.letters == []
    return environment(
        tmp_path_factory.mktemp("home"),
        DATABASE_URL=server.url(),
        SECRET_KEY=KEY,
        BASE_URL="https://desk.example.org",
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
        DOORSTEP_MODE="production",
        PORT=str(free_port()),
    )


def follow(line: str, told: Surroundings) -> "subprocess.CompletedProcess[str]":
    """As typed into a shell that finds `doorstep`."""
    return subprocess.run(_shell(line), env=told, capture_output=True, text=True, timeout=120, check=False)


def done(line: str, told: Surroundings) -> str:
    finished = follow(line, told)
    assert finished.returncode == 0, f"{line}\n{finished.stdout}\n{finished.stderr}"
    return finished.stdout


@contextmanager
def left_running(line: str, told: Surroundings) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(_shell(f"exec {line}"), env=told)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) is not None


def _shell(line: str) -> list[str]:
    return ["sh", "-c", f"PATH={shlex.quote(str(_programs()))}:$PATH; {line}"]


@cache
def _programs() -> Path:
    """`python` and `doorstep`, as an installation under TEST_PYTHON would have them."""
    folder = Path(tempfile.mkdtemp(prefix="doorstep-programs-"))
    atexit.register(shutil.rmtree, folder)
    for name, arguments in (("python", ""), ("doorstep", "-m doorstep.runtime")):
        run = f"PYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(os.environ['TEST_PYTHON'])} {arguments}"
        (folder / name).write_text(f'#!/bin/sh\n{run} "$@"\n')
        (folder / name).chmod(0o755)
    return folder


def is_well(told: Surroundings) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{told['PORT']}/health/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def businesses(server: Server, database: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url(database=database)) as connection:
        return connection.execute("SELECT name FROM tenancy_business").fetchall()


def test_roles_database_and_first_business(
    server: Server, told: Surroundings, letterbox: tuple[Letterbox, int]
) -> None:
    roles, in_the_database = papers.roles_and_database(major=server.major, password=SQL_PASSWORD)
    server.administer(*roles, r"\c doorstep", *in_the_database)
    migrate, business, serve, worker, doctor = OPENING
    done(migrate, told)
    done(business, told)
    with left_running(serve, told), left_running(worker, told):
        assert eventually(lambda: is_well(told))
        assert eventually(lambda: letterbox[0].to("ann@example.com"))
        assert eventually(lambda: follow(doctor, told).returncode == 0), done(doctor, told)
    assert businesses(server, "doorstep") == [("Fennmoor",)]


def test_backup_and_restore_into_an_empty_database(server: Server, told: Surroundings, tmp_path: Path) -> None:
    server.administer(*(line.replace(papers.PASSWORD, f"'{SQL_PASSWORD}'") for line in BACKUP_ROLE))
    for line in BACKUP:
        done(placed(line, server, tmp_path), told)
    roles, in_the_database = papers.roles_and_database(major=server.major, password="")
    empty = next(line for line in roles if line.startswith("CREATE DATABASE"))
    server.administer(empty.replace("DATABASE doorstep", "DATABASE restored"), r"\c restored", *in_the_database)
    there = {**told, "DATABASE_URL": server.url(database="restored"), "PORT": str(free_port())}
    for line in RESTORE:
        done(placed(line, server, tmp_path), there)
    assert businesses(server, "restored") == businesses(server, "doorstep")
    there["DOORSTEP_HOME"] = str(tmp_path / "srv" / "doorstep")
    with left_running("doorstep serve", there), left_running("doorstep worker", there):
        assert eventually(lambda: is_well(there))
        assert eventually(lambda: follow("doorstep doctor", there).returncode == 0), done("doorstep doctor", there)


def placed(line: str, server: Server, folder: Path) -> str:
    """The folders of the page lie in ours, and its hosts are the server."""
    line = line.replace("postgresql://doorstep_backup:…@db.internal/doorstep", server.url("doorstep_backup"))
    for name in ("/backups", "/srv"):
        (folder / name[1:]).mkdir(exist_ok=True)
        line = line.replace(f" {name}/", f" {folder}{name}/")
    return line


def test_upgrade_from_an_older_schema(server: Server, told: Surroundings) -> None:
    one_back(told)
    refused = follow("doorstep serve", told)
    assert refused.returncode == 1
    assert "Run: doorstep migrate" in refused.stderr
    for line in UPGRADE:
        done(line, told)
    with left_running("doorstep serve", told), left_running("doorstep worker", told):
        assert eventually(lambda: is_well(told))
        assert eventually(lambda: follow("doorstep doctor", told).returncode == 0), done("doorstep doctor", told)
    assert businesses(server, "doorstep") == [("Fennmoor",)]


def one_back(told: Surroundings) -> None:
    """Every app's last migration of two or more is taken back."""
    ours = [name for name in schema.known() if not name.startswith(schema.QUEUE)]
    for app in {name.partition(".")[0] for name in ours}:
        steps = [name.partition(".")[2] for name in ours if name.startswith(f"{app}.")]
        if len(steps) > 1:
            back = f"DJANGO_SETTINGS_MODULE=doorstep.config.settings python -m django migrate {app} {steps[-2]} -v 0"
            done(back, told)
