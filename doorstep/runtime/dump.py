"""The database in one file, by PostgreSQL's own programs."""

import os
import subprocess  # nosec B404
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from doorstep.runtime.binaries import client_program
from doorstep.runtime.local_postgres import DATABASE, ROLE, SUPERUSER, LocalPostgres
from doorstep.runtime.obstacle import Obstacle

INCOMING = "doorstep_incoming"


def dump(url: str, to: Path) -> None:
    """Everything as of one moment, while others go on writing."""
    _refuse_half_blind_role(url)
    _run("pg_dump", url, "--format=custom", "--file", str(to))


def load_into_local(server: LocalPostgres, dumped: Path) -> None:
    """Loads beside the present database and takes its place at the end: a failure leaves all as it was."""
    maintenance = server.url(role=SUPERUSER, database="postgres")
    incoming = sql.Identifier(INCOMING)
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(incoming))
        create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0")
        connection.execute(create.format(incoming, sql.Identifier(ROLE)))
    _run("pg_restore", server.url(role=SUPERUSER, database=INCOMING), "--exit-on-error", str(dumped))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        present = sql.Identifier(DATABASE)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(present))
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(incoming, present))


def load_into(url: str, dumped: Path, *, force: bool) -> None:
    """Into a server of one's own, in one transaction; its tables are replaced only when forced."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row and row[0] and not force:
        raise Obstacle("The database is not empty. Restore into an empty one, or add --force to replace what is there.")
    clean = ("--clean", "--if-exists") if force else ()
    # without comments: those on the extensions are their owner's, a superuser's, to change
    _run("pg_restore", url, "--single-transaction", "--exit-on-error", "--no-comments", *clean, str(dumped))


def _refuse_half_blind_role(url: str) -> None:
    """Under row-level security the application's own role would write a backup without a single tenant row."""
    with psycopg.connect(url) as connection:
        query = "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        row = connection.execute(query).fetchone()
    if row is None or not row[1]:
        raise Obstacle(
            f"The role {row[0] if row else ''} sees no business's rows, so its backup would be empty. Make a role for"
            " backups (CREATE ROLE doorstep_backup LOGIN BYPASSRLS PASSWORD '…'; GRANT pg_read_all_data TO"
            " doorstep_backup) and give its URL with --database."
        )


def _run(program: str, url: str, *arguments: str) -> None:
    """The password goes by the environment: a command line is for all to read."""
    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", ""))
    finished = subprocess.run(  # nosec B603
        [client_program(program), "--dbname", make_conninfo("", **parts), *arguments],
        env={**os.environ, "PGPASSWORD": password},
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise Obstacle(f"{program} stopped: {finished.stderr.strip()[-600:]}")
