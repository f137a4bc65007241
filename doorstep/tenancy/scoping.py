"""`with scope(business):` — one transaction in which only that business's rows exist."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

if TYPE_CHECKING:
    from doorstep.tenancy.models import Business

SETTING = "app.business"
_current: ContextVar[UUID | None] = ContextVar("business", default=None)


class NoBusiness(RuntimeError):
    """A tenant table was asked outside `scope()`."""


def current_business_id() -> UUID:
    business_id = _current.get()
    if business_id is None:
        raise NoBusiness("Open `with scope(business):` before asking for what belongs to a business.")
    return business_id


@contextmanager
def scope(business: "Business | UUID") -> Iterator[None]:
    """Opens a transaction (or a savepoint inside one) for one business; a nested scope puts the outer one back."""
    inner = business if isinstance(business, UUID) else business.pk
    with opening():
        enter(inner)
        _tell_database(inner)
        yield


@contextmanager
def opening() -> Iterator[None]:
    """A scope that does not know its business yet."""
    outer, outlives_us = _current.get(), connection.in_atomic_block
    try:
        with transaction.atomic():
            yield
            # A rolled-back savepoint restores the setting by itself; a released one does not.
            if outlives_us and not connection.needs_rollback:
                _tell_database(outer)
    finally:
        _current.set(outer)


def enter(business_id: UUID) -> None:
    """For what told the database itself, inside `opening()`."""
    _current.set(business_id)


def _tell_database(business_id: UUID | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(business_id or "")])
