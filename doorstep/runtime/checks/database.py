"""Is the database the one that Doorstep needs, and do its walls stand? Asked with the application's own role."""

import os
import time
from collections.abc import Callable, Iterator
from typing import LiteralString

import psycopg
from psycopg import sql

from doorstep.runtime.checks import Finding, fix, ok, warn
from doorstep.runtime.checks.walls import walls
from doorstep.runtime.faults import reason
from doorstep.runtime.roles import EXTENSIONS, SEARCH_ROLE

Connection = psycopg.Connection[tuple[object, ...]]

OLDEST = 15
INHERIT_IS_A_GRANT = 160_000  # server_version_num: from PostgreSQL 16 on, inheritance is said per grant
HEARTBEAT_WITHIN = 25  # seconds; a worker beats every five
SKEW_SEEN, SKEW_HARMFUL = 1.0, 30.0  # seconds


def findings() -> Iterator[Finding]:
    try:
        connection = psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5, autocommit=True)
    except psycopg.Error as error:
        yield fix("database", f"The database cannot be reached: {reason(error)}. Check DATABASE_URL.")
        return
    with connection:
        for check in CHECKS:
            yield _found(check, connection)


def _found(check: Callable[[Connection], Finding], connection: Connection) -> Finding:
    try:
        return check(connection)
    except psycopg.Error as error:
        return fix(check.__name__, f"The database does not let it be looked at: {reason(error)}.")


def version(connection: Connection) -> Finding:
    major = connection.info.server_version // 10_000
    if major < OLDEST:
        return fix("database", f"PostgreSQL {major} is too old. Doorstep needs {OLDEST} or newer.")
    return ok("database", f"PostgreSQL {major} answers.")


def role(connection: Connection) -> Finding:
    name, is_super, bypasses, inherits, may_become = _one(
        connection,
        "SELECT r.rolname, r.rolsuper, r.rolbypassrls, coalesce(pg_has_role(r.oid, s.oid, 'USAGE'), false),"
        " coalesce(pg_has_role(r.oid, s.oid, 'MEMBER'), false)"
        " FROM pg_roles r LEFT JOIN pg_roles s ON s.rolname = %s WHERE r.rolname = current_user",
        SEARCH_ROLE,
    )
    if is_super or bypasses:
        what = "is a superuser" if is_super else "is allowed past row-level security"
        cure = f"ALTER ROLE {_quoted(name)} NOSUPERUSER NOBYPASSRLS;"
        return fix("role", f"The role {name} {what}: businesses could see each other. As a superuser: {cure}")
    membership = _membership(connection, name)
    if inherits:
        return fix("role", f"The role {name} inherits {SEARCH_ROLE}. As a superuser: {membership}")
    if not may_become:
        lines = f"CREATE ROLE {SEARCH_ROLE} NOLOGIN; GRANT CREATE, USAGE ON SCHEMA public TO {SEARCH_ROLE};"
        return fix("role", f"{name} may not become {SEARCH_ROLE}. As a superuser: {lines} {membership}")
    return ok("role", f"The role {name} is a plain one.")


def rights(connection: Connection) -> Finding:
    """To migrate, one must own what is changed and may make what is new."""
    name, may_make, foreign = _one(
        connection,
        "SELECT current_user, has_schema_privilege('public', 'USAGE') AND has_schema_privilege('public', 'CREATE'),"
        " (SELECT min(relname) FROM pg_class WHERE relkind IN ('r', 'p', 'S') AND relnamespace = 'public'::regnamespace"
        "  AND NOT pg_has_role(relowner, 'USAGE'))",
    )
    if not may_make:
        cure = f"GRANT USAGE, CREATE ON SCHEMA public TO {_quoted(name)};"
        return fix("rights", f"{name} may make no tables, so it cannot migrate. As a superuser, here: {cure}")
    if foreign is not None:
        return fix("rights", f"{foreign} belongs to another role, so {name} cannot migrate. Make {name} its owner.")
    return ok("rights", "Enough to migrate.")


def extensions(connection: Connection) -> Finding:
    rows = connection.execute("SELECT extname FROM pg_extension").fetchall()
    missing = [name for name in EXTENSIONS if (name,) not in rows]
    if missing:
        lines = " ".join(f"CREATE EXTENSION {name};" for name in missing)
        return fix("extensions", f"Missing: {', '.join(missing)}. As a superuser, in this database: {lines}")
    return ok("extensions", "All there.")


def worker(connection: Connection) -> Finding:
    if not _one(connection, "SELECT to_regclass('procrastinate_workers') IS NOT NULL")[0]:
        return fix("worker", "The tables of the jobs are missing. Run: doorstep migrate")
    alive = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
    (count,) = _one(connection, alive, HEARTBEAT_WITHIN)
    if not count:
        return _serious()("worker", "None is running, so no mail leaves and no import moves. Start: doorstep worker")
    return ok("worker", f"{count} running.")


def clock(connection: Connection) -> Finding:
    asked_at = time.time()
    skew = abs(float(str(_one(connection, "SELECT extract(epoch FROM clock_timestamp())")[0])) - asked_at)
    if skew < SKEW_SEEN:
        return ok("clock", "This machine and the database agree.")
    level = fix if skew > SKEW_HARMFUL else warn
    return level("clock", f"This machine and the database disagree by {skew:.0f} s. Set both by NTP.")


def log(connection: Connection) -> Finding:
    """An error that is logged with its statement or its detail is logged with somebody's row."""
    wanted = ("log_error_verbosity", "terse"), ("log_min_error_statement", "panic")
    lines = [
        f"ALTER ROLE {_quoted(connection.info.user)} SET {name} = '{value}';"
        for name, value in wanted
        if _one(connection, "SELECT current_setting(%s)", name)[0] != value
    ]
    if lines:
        return warn(
            "log", f"The database's log keeps the rows of statements that fail. As a superuser: {' '.join(lines)}"
        )
    return ok("log", "The database logs an error without anybody's row.")


CHECKS = (version, role, rights, walls, extensions, worker, clock, log)


def _serious() -> Callable[[str, str], Finding]:
    return fix if os.environ.get("DOORSTEP_MODE") == "production" else warn


def _membership(connection: Connection, name: object) -> str:
    if connection.info.server_version >= INHERIT_IS_A_GRANT:
        return f"GRANT {SEARCH_ROLE} TO {_quoted(name)} WITH INHERIT FALSE, SET TRUE;"
    return f"ALTER ROLE {_quoted(name)} NOINHERIT; GRANT {SEARCH_ROLE} TO {_quoted(name)};"


def _quoted(name: object) -> str:
    return sql.Identifier(str(name)).as_string(None)


def _one(connection: Connection, query: LiteralString, *parameters: object) -> tuple[object, ...]:
    row = connection.execute(query, parameters or None).fetchone()
    if row is None:
        raise LookupError(query)
    return row
