"""A question that is worth so much waiting and no more."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection
from psycopg.errors import QueryCanceled

Answer = TypeVar("Answer")


def in_time(ask: Callable[[], Answer], *, milliseconds: int) -> Answer | None:
    """None when the database takes longer over one statement. Inside a scope; what `ask` writes is undone then."""
    with connection.cursor() as cursor:
        cursor.execute(f"SAVEPOINT in_time; SET LOCAL statement_timeout = {milliseconds:d}")
        try:
            given = ask()
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT; RELEASE SAVEPOINT in_time")
        except OperationalError as fault:
            if not isinstance(fault.__cause__, QueryCanceled):
                raise
            cursor.execute("ROLLBACK TO SAVEPOINT in_time")  # which puts the timeout back too
            return None
        return given
