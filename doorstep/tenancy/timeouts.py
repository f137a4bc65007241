"""A question that is worth so much waiting and no more."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from psycopg.errors import QueryCanceled

Answer = TypeVar("Answer")
Execute = Callable[..., object]


def with_timeout(ask: Callable[[], Answer], *, milliseconds: int) -> Answer | None:
    """None when the database takes longer over one statement. Inside a scope, and for what only reads."""

    def hurried(execute: Execute, sql: str, params: object, many: bool, context: dict[str, CursorWrapper]) -> object:
        """The patience goes along with the question, for a way to the database costs as much as a quick answer."""
        before = f"SAVEPOINT in_time; SET LOCAL statement_timeout = {milliseconds:d}"
        after = "SET LOCAL statement_timeout TO DEFAULT; RELEASE SAVEPOINT in_time"
        given = execute(f"{before}; {sql}; {after}", params, many, context)
        for _statement in before.split(";"):
            context["cursor"].nextset()
        return given

    try:
        with connection.execute_wrapper(hurried):
            return ask()
    except OperationalError as fault:
        if not isinstance(fault.__cause__, QueryCanceled):
            raise
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT in_time; RELEASE SAVEPOINT in_time")  # which puts the timeout back too
    return None
