"""The tests that go to the database, run on the PostgreSQL of the distribution: `make test-debian`.

Production may stand on any PostgreSQL 15 or newer, while the other tests run on the newer one that Doorstep carries.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from doorstep.runtime.binaries import ENVIRONMENT, server_account
from doorstep.runtime.furnish import EXTENSIONS

PROGRAMS = Path("/usr/lib/postgresql")
THE_DATABASES_PART = ("tests/guards/test_walls.py", *(f"doorstep/{name}" for name in ("tenancy", "accounts", "leads")))
THE_DATABASES_PART += tuple(f"doorstep/{name}" for name in ("timeline", "mail", "clients", "api"))
# The lines that `doorstep doctor` names for a server of one's own, before version 16.
ROLES = """
CREATE ROLE doorstep LOGIN CREATEDB NOINHERIT;
CREATE ROLE doorstep_search NOLOGIN;
GRANT doorstep_search TO doorstep;
GRANT CREATE, USAGE ON SCHEMA public TO doorstep, doorstep_search;
"""


def main() -> int:
    found = sorted(PROGRAMS.glob("*/bin/postgres"))
    if not found:
        print("These tests need the distribution's server: sudo apt-get install postgresql", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, running(found[-1].parent, Path(folder)) as url:
        surroundings = {**os.environ, "TEST_DATABASE_URL": url}
        tests = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *THE_DATABASES_PART]
        return subprocess.run([*tests, *sys.argv[1:]], env=surroundings, check=False).returncode


@contextmanager
def running(programs: Path, folder: Path) -> Iterator[str]:
    """The URL of the application's role at a new server, which is gone afterwards."""
    account = server_account()
    if account is not None:
        os.chown(folder, account.user, account.group)

    def run(program: str, *arguments: str) -> None:
        whom = {"user": account.user, "group": account.group, "extra_groups": []} if account else {}
        command, data = [programs / program, "-D", folder / "data"], {"cwd": folder, "env": ENVIRONMENT}
        subprocess.run([*command, *arguments], check=True, stdout=subprocess.DEVNULL, **data, **whom)  # type: ignore[call-overload]

    run("initdb", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=60"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        at = f"?host={quote(str(folder), safe='')}&port=5432"
        with psycopg.connect(f"postgresql://postgres@/template1{at}", autocommit=True) as template:
            template.execute(ROLES)
            for extension in EXTENSIONS:
                template.execute(f"CREATE EXTENSION {extension}".encode())
        with psycopg.connect(f"postgresql://postgres@/postgres{at}", autocommit=True) as server:
            server.execute("CREATE DATABASE doorstep OWNER doorstep")
        yield f"postgresql://doorstep@/doorstep{at}"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")


if __name__ == "__main__":
    sys.exit(main())
