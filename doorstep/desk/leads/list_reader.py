"""The rows of a list that no index holds in its order: two filters, say, and a sort by name."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet, Subquery

from doorstep.accounts.models import Member
from doorstep.kit.paging import Segment
from doorstep.leads.lists.counting import COUNT_TIMEOUT_MS, counted_in_time
from doorstep.leads.lists.filters import LeadFilters
from doorstep.leads.models import Lead
from doorstep.leads.models.reach import NAMED_AT_MOST, LeadQuerySet, Search
from doorstep.tenancy.timeouts import with_timeout

SCAN_TIMEOUT_MS = 25  # milliseconds
MORE_THAN_ANY = 10**9


@dataclass
class ListReader:
    """As a rule what fits is soon found along the index of the order. But all of it may stand at the far end: then it
    is gathered by the filters alone, and sorted. A planner cannot know, since it takes filters for independent.
    """

    filters: LeadFilters
    member: Member
    search: Search | None
    by_index: Callable[[Segment, int], list[Lead]]  # what fits of a segment, so many of it, read along an index
    narrow: Callable[[LeadQuerySet], QuerySet[Lead]]
    is_grouped: bool  # by colleague, say: a segment for each
    is_far: bool = False
    sorted_for: float = 0.0  # milliseconds
    named: int | None = None  # all that fit, once they were named

    def read(self, segment: Segment, count: int) -> list[Lead]:
        does_walk = not self.is_far or (self.is_grouped and self.few is None)
        rows = self.scan_index(segment, count) if does_walk else None
        return self.filter_then_sort(segment, count) if rows is None else rows

    def how_many(self) -> int | None:
        """None where it would take too long to know: what was slow to gather is slow to count."""
        if self.named is not None or self.sorted_for > COUNT_TIMEOUT_MS:
            return self.named
        return counted_in_time(self.found)

    def scan_index(self, segment: Segment, count: int) -> list[Lead] | None:
        rows = with_timeout(lambda: self.by_index(segment, count), milliseconds=SCAN_TIMEOUT_MS)
        self.is_far = rows is None or self.is_grouped  # the next groups cost as much as this one
        return rows

    def filter_then_sort(self, segment: Segment, count: int) -> list[Lead]:
        begun = time.perf_counter()
        rows = list(segment.filter_then_sort(self.narrow(self._fitting(segment)))[:count])
        self.sorted_for += (time.perf_counter() - begun) * 1_000
        return rows

    @cached_property
    def few(self) -> list[UUID] | None:
        """All that fit, where it pays to name them for one segment after the other."""
        if not self.is_grouped:
            return None
        some = list(self.found.values_list("pk", flat=True)[: NAMED_AT_MOST + 1])
        if len(some) > NAMED_AT_MOST:
            return None
        self.named = len(some)
        return some

    @property
    def found(self) -> LeadQuerySet:
        return self._fit(self.filters)

    def _fitting(self, segment: Segment) -> LeadQuerySet:
        if self.few is not None:
            return Lead.objects.filter(pk__in=self.few)
        if not self.filters.tag:
            return self.found
        if not self.is_grouped:
            return _of(self.found, Lead.objects.all())
        tagged = self._fit(LeadFilters(tag=self.filters.tag))
        return _of(tagged.filter(segment.where), self._fit(self.filters.without("tag")))

    def _fit(self, filters: LeadFilters) -> LeadQuerySet:
        return filters.apply(Lead.objects.all(), self.member, search=self.search)


def _of(tagged: LeadQuerySet, leads: LeadQuerySet) -> LeadQuerySet:
    """The tagged are found by the indexes of both tables alone: a planner does not look into what has a limit."""
    return leads.filter(pk__in=Subquery(tagged.values("pk")[:MORE_THAN_ANY]))
