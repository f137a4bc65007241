"""What stands in each column of a file: how often it is filled, a few samples, the words of short lists, dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from doorstep.importing.dates import looks_like_a_date, order_of
from doorstep.importing.sensitive import is_sensitive

LOOKED_AT = 10_000
_SAMPLES, _LONGEST_SAMPLE = 3, 60
_MOST_WORDS = 40


@dataclass
class Column:
    """`words` are all values of a column that has few, else empty. A sensitive column shows nothing.

    `day_order` is empty where there are no dates; `day_is_sure` says whether the cells prove it.
    """

    header: str
    is_sensitive: bool
    filled: int = 0
    samples: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    day_order: str = ""
    day_is_sure: bool = True


def survey(headers: Sequence[str], rows: Iterable[list[str]], *, country: str) -> list[Column]:
    """Of the first 10,000 rows. `country` says how an ambiguous date is usually meant."""
    columns = [Column(header, is_sensitive(header)) for header in headers]
    cells = list(zip(*islice(rows, LOOKED_AT), strict=True)) or [() for _header in headers]
    for column, values in zip(columns, cells, strict=True):
        _look_at(column, values, country)
    return columns


def _look_at(column: Column, values: Sequence[str], country: str) -> None:
    filled = [text for value in values if (text := value.strip())]
    column.filled = len(filled)
    if column.is_sensitive:
        return
    distinct = list(dict.fromkeys(filled))
    column.samples = [text[:_LONGEST_SAMPLE] for text in distinct[:_SAMPLES]]
    column.words = distinct if len(distinct) <= _MOST_WORDS and all(len(text) <= 80 for text in distinct) else []
    if distinct and all(looks_like_a_date(text) for text in distinct[:_SAMPLES]):
        evidence = order_of(distinct, country)
        column.day_order, column.day_is_sure = evidence.order.value, evidence.is_sure
