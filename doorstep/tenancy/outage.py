"""Is it the ground we stand on that fails: the database away, closed for writing, or a disk that is full?

Such a fault is nobody's mistake and passes by itself or by an operator's hand: pages and the API answer 503, jobs wait.
"""

import errno
from enum import Enum

from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg import Error as DriverError

_AWAY_CLASSES = ("08", "53", "57P")  # connection exception, insufficient resources, shut down by an operator
_READ_ONLY, _FULL, _INPUT_OUTPUT = "25006", "53100", "58030"
_FULL_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Outage(Enum):
    AWAY = "away"
    READ_ONLY = "read-only"
    FULL = "full"

    @property
    def is_readable(self) -> bool:
        """What was saved before can still be looked at."""
        return self is not Outage.AWAY


def outage_of(fault: BaseException | None) -> Outage | None:
    """None for what is a fault of ours."""
    if isinstance(fault, OSError):
        return _of_the_files(fault)
    if isinstance(fault, Error):
        return _of_the_database(fault)
    return None


def drop_dead_connections() -> None:
    """After a restart of the database all that the pool holds are dead; asking each first would slow every request."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.close()
    if isinstance(connection, DatabaseWrapper) and connection.pool:
        connection.pool.check()


def _of_the_files(fault: OSError) -> Outage | None:
    if fault.errno in _FULL_DISK:
        return Outage.FULL
    return Outage.READ_ONLY if fault.errno == errno.EROFS else None


def _of_the_database(fault: Error) -> Outage | None:
    cause = fault.__cause__
    state = (cause.sqlstate if isinstance(cause, DriverError) else None) or ""
    if state == _READ_ONLY:
        return Outage.READ_ONLY
    if state in (_FULL, _INPUT_OUTPUT):
        return Outage.FULL
    is_lost = not state and isinstance(fault, OperationalError | InterfaceError)  # no answer, so no state either
    return Outage.AWAY if is_lost or state.startswith(_AWAY_CLASSES) else None
