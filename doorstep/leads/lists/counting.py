"""How many leads there are, without ever counting a million: “10,000+” is answer enough."""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection

from doorstep.accounts.models import Member
from doorstep.leads.lists.filters import LeadFilters
from doorstep.leads.models import Lead
from doorstep.leads.models.reach import LeadQuerySet, Visibility
from doorstep.tenancy.timeouts import with_timeout

AT_MOST = 10_000
COUNT_TIMEOUT_MS = 20  # milliseconds
MANY_FOR = 60.0  # seconds
FEW = 1_000
MORE_THAN_A_FEW_FOR = 10.0  # seconds
LISTS_AT_ONCE = 10_000

Composed = tuple[str, tuple[str | int | datetime | UUID, ...]]  # a question and its values

_remembered: dict[tuple[LeadFilters, Visibility], tuple[int, float]] = {}  # the count, and until when


def counts_of(lists: Mapping[str, LeadFilters], *, member: Member) -> dict[str, int]:
    """That a list holds more than AT_MOST is remembered for a minute: leads do not vanish by the thousand."""
    visibility = Visibility(member)
    counts = {name: _remember(filters, visibility) or 0 for name, filters in lists.items()}
    asked = {name: _parts(lists[name], visibility) for name, count in counts.items() if count <= AT_MOST}
    counted = iter(_counted(part for parts in asked.values() for part in parts))
    for name, parts in asked.items():
        counts[name] = min(AT_MOST + 1, sum(next(counted) for _part in parts))
        _keep(lists[name], visibility, counts[name])
    return counts


def count_of(filters: LeadFilters, *, member: Member) -> int:
    """Of a list whose pages are turned: what is more than A_FEW may be ten seconds old."""
    known = _remember(filters, Visibility(member))
    return counts_of({"these": filters}, member=member)["these"] if known is None else known


def counted_in_time(leads: LeadQuerySet, *, timeout_ms: int = COUNT_TIMEOUT_MS) -> int | None:
    """None when no index answers within so many milliseconds: then the number is not worth waiting for."""
    return with_timeout(lambda: capped_counts({"these": leads})["these"], milliseconds=timeout_ms)


def capped_counts(lists: Mapping[str, LeadQuerySet]) -> dict[str, int]:
    """All in one query, the lists that Django knows to be empty among them. AT_MOST + 1 says that there are more."""
    return dict(zip(lists, _counted(map(_composed, lists.values())), strict=True))


def _parts(filters: LeadFilters, visibility: Visibility) -> list[Composed]:
    """Composing a question costs as much as its answer, so it is kept where it stays the same."""
    return _lasting_parts(filters, visibility) if filters.is_lasting else _fresh_parts(filters, visibility)


def _fresh_parts(filters: LeadFilters, visibility: Visibility) -> list[Composed]:
    return [
        _composed(part) for part in filters.apply(Lead.objects.all(), visibility.member).in_parts_for(visibility.member)
    ]


@lru_cache(maxsize=1024)
def _lasting_parts(filters: LeadFilters, visibility: Visibility) -> list[Composed]:
    return _fresh_parts(filters, visibility)


def _composed(leads: LeadQuerySet) -> Composed:
    query = leads.order_by().values("pk").query
    sql, values = query.get_compiler(connection=connection, elide_empty=False).as_sql()
    return sql, values


def _counted(parts: Iterable[Composed]) -> list[int]:
    composed = list(parts)
    if not composed:
        return []
    limit = AT_MOST + 1
    counts = ", ".join(f"(SELECT count(*) FROM ({sql} LIMIT {limit}) AS few)" for sql, _values in composed)  # noqa: S608  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [value for _sql, values in composed for value in values])  # nosec B608 - Django wrote it
        return list(cursor.fetchone())


def _remember(filters: LeadFilters, visibility: Visibility) -> int | None:
    count, until = _remembered.get((filters, visibility), (0, 0.0))
    return count if until > time.monotonic() else None


def _keep(filters: LeadFilters, visibility: Visibility, count: int) -> None:
    if len(_remembered) >= LISTS_AT_ONCE:
        _remembered.clear()
    _remembered.pop((filters, visibility), None)
    if count > min(FEW, AT_MOST):
        _remembered[filters, visibility] = (
            count,
            time.monotonic() + (MANY_FOR if count > AT_MOST else MORE_THAN_A_FEW_FOR),
        )
