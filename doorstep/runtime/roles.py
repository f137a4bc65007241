"""What a new embedded server needs before Django can work in it: roles, extensions, the database.

For a server of your own, `doorstep doctor` names the same lines.
"""

from collections.abc import Callable

import psycopg
from psycopg import sql

EXTENSIONS = ("pg_trgm", "btree_gin", "unaccent", "citext")
ROLE = "doorstep"
SEARCH_ROLE = "doorstep_search"
PLAIN = sql.SQL("NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION")

Connection = psycopg.Connection[tuple[object, ...]]


def create_roles(url_of: Callable[[str], str], *, password: str, may_create_databases: bool) -> None:
    """`url_of` names a database and answers its URL as the superuser. Safe to run again after it was cut short."""
    with psycopg.connect(url_of("template1"), autocommit=True) as template:
        _make_roles(template, password=password, may_create_databases=may_create_databases)
        _fill_template(template)
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        if not _exists(connection, "pg_database", "datname", ROLE):
            connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(ROLE)))


def _make_roles(connection: Connection, *, password: str, may_create_databases: bool) -> None:
    application, search = sql.Identifier(ROLE), sql.Identifier(SEARCH_ROLE)
    for name, role in ((ROLE, application), (SEARCH_ROLE, search)):
        if not _exists(connection, "pg_roles", "rolname", name):
            connection.execute(sql.SQL("CREATE ROLE {}").format(role))
    databases = sql.SQL("CREATEDB" if may_create_databases else "NOCREATEDB")
    login = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {} {} {}")
    connection.execute(login.format(application, sql.Literal(password), databases, PLAIN))
    connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN NOCREATEDB {}").format(search, PLAIN))
    # it may become the search role, to give it a function; were it to inherit it, that role's policies would be its own
    connection.execute(sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(search, application))


def _fill_template(template: Connection) -> None:
    """In the template, so that the tests' databases have it too: they are made by a role that may not do this."""
    for extension in EXTENSIONS:
        template.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    template.execute(sql.SQL("GRANT CREATE, USAGE ON SCHEMA public TO {}").format(sql.Identifier(SEARCH_ROLE)))


def _exists(connection: Connection, catalogue: str, column: str, name: str) -> bool:
    query = sql.SQL("SELECT FROM {} WHERE {} = %s").format(sql.Identifier(catalogue), sql.Identifier(column))
    return connection.execute(query, [name]).fetchone() is not None
