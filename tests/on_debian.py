"""The papers and the database's tests, run on the PostgreSQL of the distribution: `make test-debian`. The papers are
followed with the distribution's Python as well.

Production may stand on any PostgreSQL 15 or newer, while the other tests run on the newer one that Doorstep carries.
The roles and rights are those of docs/operations.md and no others; the tests may make databases as well.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from doorstep.runtime.binaries import ENVIRONMENT, server_account
from tests import papers
from tests.on_pythons import environment_of, version_of
from tests.ports import free_port

PROGRAMS = Path("/usr/lib/postgresql")
PYTHON = Path("/usr/bin/python3")
PACKAGES = ("tenancy", "accounts", "leads", "importing", "timeline", "mail", "clients", "api")
THE_DATABASES_PART = ("tests/guards/test_walls.py", *(f"doorstep/{name}" for name in PACKAGES))
OLDEST = (3, 11)
PASSWORD = "it's #1/2: 100% s@fe?"


@dataclass(frozen=True)
class Server:
    """A new one, without a role but the administrator, who comes in by the socket; all others need a password."""

    programs: Path
    folder: Path
    port: int

    @property
    def major(self) -> int:
        return int(self.programs.parent.name)

    def administer(self, *lines: str, database: str = "postgres") -> None:
        whereto = ["-h", str(self.folder), "-p", str(self.port), "-U", "postgres", "-d", database]
        psql = [str(self.programs / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *whereto]
        subprocess.run(psql, input="\n".join(lines), text=True, check=True)

    def url(self, role: str = "doorstep", database: str = "doorstep") -> str:
        return f"postgresql://{role}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{database}"


def main() -> int:
    found = sorted(PROGRAMS.glob("*/bin/postgres"))
    if not found:
        print("These tests need the distribution's server: sudo apt-get install postgresql", file=sys.stderr)
        return 1
    followed = pytest("tests/debian", TEST_DEBIAN=str(found[-1].parent), TEST_PYTHON=python(), arguments=["-x"])
    with tempfile.TemporaryDirectory() as folder, running(found[-1].parent, Path(folder)) as server:
        furnish_for_tests(server)
        parallel = ["-n", "2", "--dist", "loadgroup", *sys.argv[1:]]
        return followed or pytest(*THE_DATABASES_PART, TEST_DATABASE_URL=server.url(), arguments=parallel)


def python() -> str:
    """The distribution's own, with what Doorstep needs; ours where it has none that Doorstep runs on."""
    version = version_of(PYTHON) if PYTHON.exists() else None
    return str(environment_of(PYTHON, version)) if version and version >= OLDEST else sys.executable


def pytest(*paths: str, arguments: list[str], **told: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", *arguments, *paths]
    return subprocess.run(command, env={**os.environ, **told}, check=False).returncode


def furnish_for_tests(server: Server) -> None:
    """As the papers say, and so that databases made by the application's role are furnished too."""
    roles, in_the_database = papers.roles_and_database(major=server.major, password=PASSWORD.replace("'", "''"))
    server.administer(*roles, "ALTER ROLE doorstep CREATEDB;")
    for database in ("doorstep", "template1"):
        server.administer(*in_the_database, database=database)


@contextmanager
def running(programs: Path, folder: Path) -> Iterator[Server]:
    """It is gone afterwards."""
    account = server_account()
    if account is not None:
        os.chown(folder, account.user, account.group)

    def run(program: str, *arguments: str) -> None:
        whom = {"user": account.user, "group": account.group, "extra_groups": []} if account else {}
        command, data = [programs / program, "-D", folder / "data"], {"cwd": folder, "env": ENVIRONMENT}
        subprocess.run([*command, *arguments], check=True, stdout=subprocess.DEVNULL, **data, **whom)  # type: ignore[call-overload]

    server = Server(programs, folder, free_port())
    run("initdb", "-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -c port={server.port} -c unix_socket_directories={folder}"
    options += " -c fsync=off -c max_connections=60"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield server
    finally:
        run("pg_ctl", "-m", "immediate", "stop")


if __name__ == "__main__":
    sys.exit(main())
