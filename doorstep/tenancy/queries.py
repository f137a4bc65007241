"""Questions that every request asks, answered by functions of the database.

Composing and planning the same query anew costs more than its answer. A function's plan is kept by the database, where
a prepared statement would outlive its transaction, which not every PgBouncer allows.

member, user = call("signed_in", values, member=Member, person=User)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.utils import create_namedtuple_class

Value = str | bytes | datetime | UUID


@dataclass(frozen=True)
class CompiledQuery:
    """What `values_list(…, named=True)` asks, composed once and asked again and again. Of columns that need no
    conversion by Django; the business it asks for is the one it was composed in."""

    sql: str
    values: Sequence[Value]
    row: type[tuple[object, ...]]

    @classmethod
    def of(cls, rows: QuerySet[Model]) -> "CompiledQuery":
        """Also of rows of which Django knows that there are none."""
        sql, values = rows.query.get_compiler(connection=connection, elide_empty=False).as_sql()
        return cls(sql, values, create_namedtuple_class(*rows.query.values_select))

    def ask(self) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values)
            return [self.row(*cells) for cells in cursor.fetchall()]


def call(function: str, values: Sequence[Value], **models: type[Model]) -> list[Model] | None:
    """The one row it gives: several models, by the names of its columns. None when it gives none."""
    with connection.cursor() as cursor:
        cursor.execute(_question(function, len(values), **models), values)
        row = cursor.fetchone()
    if row is None:
        return None
    cells = iter(row)
    return [_filled(model, list(islice(cells, len(_names(model))))) for model in models.values()]


def _filled(model: type[Model], values: list[object]) -> Model:
    return model.from_db(connection.alias, _names(model), values)


@cache
def _question(function: str, values: int, **models: type[Model]) -> str:
    fields = ((name, field.column) for name, model in models.items() for field in model._meta.concrete_fields)
    columns = ", ".join(f'(found."{name}")."{column}"' for name, column in fields)
    return f"SELECT {columns} FROM {function}({', '.join(['%s'] * values)}) AS found"  # noqa: S608  # nosec B608


@cache
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
