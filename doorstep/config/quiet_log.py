"""What is written into a log: no token, no row, and nothing that looks like an entry but is none."""

import logging
import re
from collections.abc import Iterator
from types import TracebackType

from django.db import Error
from psycopg import Error as DriverError

_TOKEN = re.compile(r"(?<=/)[\w:.-]{40,}(?=/|\s|$)")  # a UUID has 36 characters, a token of ours 43
_ROW = re.compile(r"\n(DETAIL|CONTEXT):.*", re.DOTALL)
_VALUE = re.compile(r'".*"', re.DOTALL)
_BAD_VALUE = "22"  # the class of SQLSTATEs whose message repeats the value
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Entry(logging.Formatter):
    """Only an entry's own beginning stands at the margin: names with line ends, and tracebacks, stand further in."""

    def format(self, record: logging.LogRecord) -> str:
        harmless = _CONTROLS.sub(lambda control: ascii(control[0])[1:-1], super().format(record))
        return "\n    ".join(harmless.splitlines())

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - logging's word
        forget_rows(ei[1])
        return super().formatException(ei)


class WithoutTokens(logging.Filter):
    """What is long enough to be a token is cut out of every line, wherever an address is written down."""

    def filter(self, record: logging.LogRecord) -> bool:
        for part in record.args if isinstance(record.args, tuple) else ():
            if isinstance(part, BaseException):
                forget_rows(part)
        record.msg, record.args = _TOKEN.sub("…", _ROW.sub("", record.getMessage())), ()
        return True


class AskersMistakes(logging.Filter):
    """What Django calls suspicious (a body too large, too many fields) is the asker's doing: a line, no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.levelno, record.levelname, record.exc_info, record.exc_text = logging.WARNING, "WARNING", None, None
        return True


def forget_rows(fault: BaseException | None) -> None:
    """PostgreSQL's errors keep their first sentence: behind it, as DETAIL, stand the values of somebody's row."""
    for one in _chain(fault, set()):
        driver = one if isinstance(one, DriverError) else one.__cause__
        if isinstance(one, Error | DriverError) and isinstance(driver, DriverError) and driver.diag.message_primary:
            sentence = driver.diag.message_primary
            is_of_a_value = (driver.sqlstate or "").startswith(_BAD_VALUE)
            one.args = (_VALUE.sub('"…"', sentence) if is_of_a_value else sentence,)


def _chain(fault: BaseException | None, seen: set[int]) -> Iterator[BaseException]:
    """It, and all that a traceback shows of what led to it."""
    if fault is None or id(fault) in seen:
        return
    seen.add(id(fault))
    yield fault
    inner = fault.exceptions if isinstance(fault, BaseExceptionGroup) else ()
    for other in (fault.__cause__, fault.__context__, *inner):
        yield from _chain(other, seen)
