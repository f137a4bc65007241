"""The database as a stream of bytes, by PostgreSQL's own programs."""

import os
import subprocess  # nosec B404
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from doorstep.runtime.binaries import client_program
from doorstep.runtime.obstacle import Obstacle
from doorstep.runtime.roles import EXTENSIONS, SEARCH_ROLE

PIECE = 8 << 20
SETTINGS_OF_NEWER_SERVERS = (b"SET transaction_timeout",)  # PostgreSQL 17; our pg_restore writes it for older ones too
STATEMENTS = (b"CREATE", b"ALTER", b"COPY", b"REVOKE", b"GRANT")
ADMINISTRATORS = {("COMMENT", "-", "EXTENSION"), ("COMMENT", "-", "SCHEMA"), ("ACL", "-", "SCHEMA")}
LAST_WORDS = 600

Connection = psycopg.Connection[tuple[object, ...]]

QUIET = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
FULL = "No space left on device"
# What a database of Doorstep holds beside the extensions, which belong to an administrator and stay. The search
# functions have an owner of their own, whom the application's role may become.
EMPTY = """
SET LOCAL client_min_messages = warning;
DO $$ DECLARE each record; BEGIN
  FOR each IN
    SELECT format('DROP TABLE IF EXISTS %s CASCADE', oid::regclass) AS command, relowner::regrole AS owner, 1 AS turn
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure), proowner::regrole, 2
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    UNION ALL
    SELECT format('DROP TYPE IF EXISTS %s CASCADE', oid::regtype), typowner::regrole, 3
    FROM pg_type WHERE typnamespace = 'public'::regnamespace AND (typtype IN ('e', 'd')
      OR EXISTS (SELECT FROM pg_class WHERE pg_class.oid = typrelid AND relkind = 'c'))
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_type.oid AND deptype = 'e')
    ORDER BY turn
  LOOP
    EXECUTE format('SET LOCAL ROLE %s', each.owner);
    EXECUTE each.command;
    RESET ROLE;
  END LOOP;
END $$;
"""


@contextmanager
def snapshot(url: str) -> Iterator[tuple[Connection, str]]:
    """One moment of the database, for our questions and for the dump alike, while others go on writing."""
    with _connected(url) as connection:
        _refuse_half_blind_role(connection)
        connection.rollback()
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0] if row else "")


def dumped(url: str, *, of: str) -> Iterator[bytes]:
    """Pieces of the dump of that snapshot."""
    with _running("pg_dump", url, "--format=custom", f"--snapshot={of}", stdout=subprocess.PIPE) as pg_dump:
        yield from iter(lambda: cast(IO[bytes], pg_dump.stdout).read(PIECE), b"")


def is_empty(url: str) -> bool:
    with _connected(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return not (row and row[0])


def load(url: str, dump: Path) -> None:
    """In one transaction: what was there is replaced, or nothing is changed."""
    _make_extensions(url)
    psql = _running("psql", url, *QUIET, stdin=subprocess.PIPE)
    with psql as reader, suppress(BrokenPipeError):  # it ended early, and says why
        _write_script(dump, cast(IO[bytes], reader.stdin))


def _write_script(dump: Path, to: IO[bytes]) -> None:
    """Who may call a function is for its owner to say, and only a superuser may say it for others."""
    lines = [line for line in _contents(dump) if not _is_an_administrators(line)]
    of_the_search_role = [line for line in lines if _is_privilege_of_the_search_role(line)]
    to.write(EMPTY.encode())
    _restore([line for line in lines if line not in of_the_search_role], dump, to)
    to.write(f"SET LOCAL ROLE {SEARCH_ROLE};\n".encode())
    _restore(of_the_search_role, dump, to)
    to.close()


def _contents(dump: Path) -> list[str]:
    """A line for each thing in it, such as `2; 3079 16386 EXTENSION - btree_gin`."""
    with _running("pg_restore", None, "--list", str(dump), stdout=subprocess.PIPE) as pg_restore:
        listed = cast(IO[bytes], pg_restore.stdout).read().decode()
    return [line for line in listed.splitlines() if not line.startswith(";")]


def _restore(lines: list[str], dump: Path, to: IO[bytes]) -> None:
    with tempfile.NamedTemporaryFile("w", dir=dump.parent) as file:
        file.write("\n".join(lines))
        file.flush()
        how = ("--file=-", f"--use-list={file.name}", str(dump))
        with _running("pg_restore", None, *how, stdout=subprocess.PIPE) as pg_restore:
            _pass_on(cast(IO[bytes], pg_restore.stdout), to)


def _is_an_administrators(line: str) -> bool:
    """What the extensions and the schema were given when the database was made."""
    words = line.split()[3:]
    return words[:1] == ["EXTENSION"] or tuple(words[:3]) in ADMINISTRATORS


def _is_privilege_of_the_search_role(line: str) -> bool:
    """Such as `5330; 0 0 ACL public FUNCTION lead_search(…) doorstep_search`."""
    words = line.split()
    return words[3] == "ACL" and words[-1] == SEARCH_ROLE


def _make_extensions(url: str) -> None:
    """As in a new database of the embedded server. On a server of one's own they are there, and this does nothing."""
    with _connected(url) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def _pass_on(script: IO[bytes], to: IO[bytes]) -> None:
    """Up to the first statement that is no SET, without those settings that older servers do not know."""
    for line in script:
        if line.startswith(SETTINGS_OF_NEWER_SERVERS):
            continue
        to.write(line)
        if line.startswith(STATEMENTS):
            break
    while piece := script.read(PIECE):
        to.write(piece)


def _refuse_half_blind_role(connection: Connection) -> None:
    """Under row-level security the application's own role would write a backup without a single tenant row."""
    query = "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    row = connection.execute(query).fetchone()
    if row is None or not row[1]:
        raise Obstacle(
            f"The role {row[0] if row else ''} sees no business's rows, so its backup would be empty. Make a role for"
            " backups (CREATE ROLE doorstep_backup LOGIN BYPASSRLS PASSWORD '…'; GRANT pg_read_all_data TO"
            " doorstep_backup) and give its URL with --database."
        )


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    try:
        connection = psycopg.connect(url, connect_timeout=10)
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1]
        raise Obstacle(f"The database cannot be reached: {reason}. Check DATABASE_URL or --database.") from error
    with connection:
        yield connection


@contextmanager
def _running(program: str, url: str | None, *arguments: str, **pipes: int) -> Iterator["subprocess.Popen[bytes]"]:
    """It is gone when this ends; raises Obstacle with its last words when it did not end well."""
    with tempfile.TemporaryFile() as said:
        command = [client_program(program), *_whereto(url), *arguments]
        with subprocess.Popen(command, env=_environment(url), stderr=said, **pipes) as process:  # type: ignore[call-overload]  # nosec B603
            try:
                yield process
                failed = process.wait()
            finally:
                process.kill()
        if failed:
            said.seek(0)
            raise Obstacle(_last_words(program, said.read().decode(errors="replace").strip()))


def _last_words(program: str, said: str) -> str:
    if FULL in said:
        return "The disk of the database has no room left. Make room, and try again."
    return f"{program} stopped: {said[-LAST_WORDS:]}"


def _whereto(url: str | None) -> tuple[str, ...]:
    """The password goes by the environment: a command line is for all to read."""
    if url is None:
        return ()
    parts = conninfo_to_dict(url)
    parts.pop("password", None)
    return ("--dbname", make_conninfo("", **parts))


def _environment(url: str | None) -> dict[str, str]:
    password = conninfo_to_dict(url).get("password") if url else None
    return {**os.environ, "PGPASSWORD": str(password or "")}
