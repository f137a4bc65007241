"""How many leads there are, without ever counting a million: “10,000+” is answer enough."""

import time
from collections.abc import Hashable, Mapping

from django.db import connection

from doorstep.accounts.models import Member
from doorstep.leads.filters import LeadFilters
from doorstep.leads.models import Lead
from doorstep.leads.models.reach import LeadQuerySet, eyes_of
from doorstep.tenancy.patience import in_time

AT_MOST = 10_000
WORTH = 20  # milliseconds
MANY_FOR = 60.0  # seconds
LISTS_AT_ONCE = 10_000

_many: dict[Hashable, float] = {}


def counts_of(lists: Mapping[str, LeadFilters], *, member: Member) -> dict[str, int]:
    """That a list holds more than AT_MOST is remembered for a minute: leads do not vanish by the thousand."""
    asked = {name: filters for name, filters in lists.items() if not _is_known_to_be_many(filters, member)}
    parts = {name: filters.apply(Lead.objects.all(), member).in_parts_for(member) for name, filters in asked.items()}
    counted = capped_counts({f"{name} {at}": part for name, some in parts.items() for at, part in enumerate(some)})
    counts = dict.fromkeys(lists, AT_MOST + 1)
    for name, some in parts.items():
        counts[name] = min(AT_MOST + 1, sum(counted[f"{name} {at}"] for at in range(len(some))))
        if counts[name] > AT_MOST:
            _remember_to_be_many(asked[name], member)
    return counts


def counted_in_time(leads: LeadQuerySet, *, worth: int = WORTH) -> int | None:
    """None when no index answers within so many milliseconds: then the number is not worth waiting for."""
    return in_time(lambda: capped_counts({"these": leads})["these"], milliseconds=worth)


def capped_counts(lists: Mapping[str, LeadQuerySet]) -> dict[str, int]:
    """All in one query, the lists that Django knows to be empty among them. AT_MOST + 1 says that there are more."""
    if not lists:
        return {}
    firsts = [leads.order_by().values("pk")[: AT_MOST + 1].query for leads in lists.values()]
    few = [first.get_compiler(connection=connection, elide_empty=False).as_sql() for first in firsts]
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS few)" for sql, _values in few)  # noqa: S608  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [value for _sql, values in few for value in values])  # nosec B608 - Django wrote it
        return dict(zip(lists, cursor.fetchone(), strict=True))


def _is_known_to_be_many(filters: LeadFilters, member: Member) -> bool:
    return _many.get(_key(filters, member), 0.0) > time.monotonic()


def _remember_to_be_many(filters: LeadFilters, member: Member) -> None:
    if len(_many) >= LISTS_AT_ONCE:
        _many.clear()
    _many[_key(filters, member)] = time.monotonic() + MANY_FOR


def _key(filters: LeadFilters, member: Member) -> Hashable:
    """All that decides which leads the list holds, but the leads themselves."""
    return filters, eyes_of(member)
