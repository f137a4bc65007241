"""Which stored files the rows of a database name, read past every wall. Needs Django's apps."""

from collections.abc import Collection, Iterator
from pathlib import Path

import psycopg
from django.apps import apps
from django.db.models import FileField
from psycopg import sql

from doorstep.runtime.obstacle import Obstacle

Connection = psycopg.Connection[tuple[object, ...]]

LISTED = 3


def named(connection: Connection) -> set[str]:
    return {name for table, column in _columns(connection) for name in _names(connection, table, column)}


def refuse_missing(names: Collection[str], folder: Path) -> None:
    missing = sorted(name for name in names if not (folder / name).is_file())
    if not missing:
        return
    shown = ", ".join(missing[:LISTED])
    more = f" and {len(missing) - LISTED} more" if missing[LISTED:] else ""
    raise Obstacle(
        f"The database names {len(missing)} of {len(names)} files that are not in {folder}: {shown}{more}."
        " Is that the right home? Nothing was written."
    )


def _columns(connection: Connection) -> Iterator[tuple[str, str]]:
    """Those that the database has: it may be older than the code."""
    query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    there = set(connection.execute(query).fetchall())
    for model in apps.get_models():
        fields = (field for field in model._meta.get_fields() if isinstance(field, FileField))
        yield from (place for field in fields if (place := (model._meta.db_table, str(field.column))) in there)


def _names(connection: Connection, table: str, column: str) -> Iterator[str]:
    query = sql.SQL("SELECT {0} FROM {1} WHERE {0} <> ''").format(sql.Identifier(column), sql.Identifier(table))
    yield from (str(name) for (name,) in connection.execute(query))
