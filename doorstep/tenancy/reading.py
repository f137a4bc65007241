"""Questions that every request asks, in plain SQL: composing the same query anew costs more than its answer.

member, user = read_one("accounts_member AS member JOIN accounts_user AS person ON … WHERE …", values,
                        member=Member, person=User)
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from uuid import UUID

from django.db import connection
from django.db.models import Model

Value = str | bytes | datetime | UUID


def read_one(tables: str, values: Sequence[Value], **models: type[Model]) -> list[Model] | None:
    """One row of several models, by their names in `tables`; None when there is none. The walls hold as anywhere."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_columns(**models)} FROM {tables} LIMIT 1", values)  # noqa: S608  # nosec B608
        row = cursor.fetchone()
    if row is None:
        return None
    cells = iter(row)
    return [_filled(model, list(islice(cells, len(_names(model))))) for model in models.values()]


def _filled(model: type[Model], values: list[object]) -> Model:
    return model.from_db(connection.alias, _names(model), values)


@cache
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _columns(**models: type[Model]) -> str:
    columns = ((name, field.column) for name, model in models.items() for field in model._meta.concrete_fields)
    return ", ".join(f'{name}."{column}"' for name, column in columns)
