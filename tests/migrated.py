"""A migrated database and a migrated home, made once for each state of the migrations and copied for whoever needs one.

Made as an operator makes them, by the migrations alone; a copy takes a tenth of the time.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier

from tests.runtime.processes import run

ROOT = Path(__file__).resolve().parent.parent
TEST_HOME = Path(os.environ.get("DOORSTEP_TEST_HOME") or ROOT / ".testhome")
HALF_MADE = "half_migrated"
WHATEVER_MAKES_A_DATABASE = (
    "doorstep/*/migrations/*.py",
    "doorstep/*/sql/*.sql",
    "doorstep/tenancy/*.py",
    "doorstep/runtime/*.py",
    "requirements.txt",
    "tests/migrated.py",
)


@cache
def state() -> str:
    """Changes with whatever makes a database."""
    files = sorted(file for pattern in WHATEVER_MAKES_A_DATABASE for file in ROOT.glob(pattern))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def database(server: str) -> str:
    """The name of one at that server, given by the URL of any of its databases. Django calls it a TEMPLATE."""
    name = f"migrated_{state()}"
    with psycopg.connect(_at(server, "postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")  # until the connection is closed
        of_ours = "SELECT datname FROM pg_database WHERE datname LIKE 'migrated%%' OR datname = %s"
        there = {row[0] for row in connection.execute(of_ours, [HALF_MADE])}
        if name not in there:
            for stale in there:
                connection.execute(SQL("DROP DATABASE {}").format(Identifier(stale)))
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(HALF_MADE)))
            migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, env={**os.environ, "DATABASE_URL": _at(server, HALF_MADE)}, check=True)
            connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(HALF_MADE), Identifier(name)))
    return name


def home(folder: Path) -> Path:
    """Makes of an empty folder a home without a business, in which nothing runs."""
    TEST_HOME.mkdir(parents=True, exist_ok=True)
    made = TEST_HOME / f"migrated-{state()}"
    with (TEST_HOME / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for stale in (*TEST_HOME.glob("migrated-*"), TEST_HOME / HALF_MADE):
                shutil.rmtree(stale, ignore_errors=True)
            done = run("migrate", home=TEST_HOME / HALF_MADE)
            assert done.returncode == 0, done.stderr
            (TEST_HOME / HALF_MADE / "postgres" / "log").unlink()  # else each copy tells of this one's end
            (TEST_HOME / HALF_MADE).rename(made)
    subprocess.run(["cp", "-a", f"{made}/.", folder], check=True)  # with the owners of its files
    return folder


def _at(server: str, database_name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{database_name}"))
