"""The rows of a list that no index holds in its order: two filters, say, and a sort by name."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet, Subquery

from doorstep.kit.paging import Stretch
from doorstep.leads.counting import WORTH, counted_in_time
from doorstep.leads.models import Lead
from doorstep.leads.models.reach import NAMED_AT_MOST, LeadQuerySet
from doorstep.tenancy.patience import in_time

WORTH_WALKING = 15  # milliseconds
MORE_THAN_ANY = 10**9


@dataclass
class Finding:
    """As a rule what fits is soon found along the index of the order. But all of it may stand at the far end: then it
    is gathered by the filters alone, and sorted. A planner cannot know, since it takes filters for independent.

    `along` and `found` hold the same leads, as they are best read along an index and by their filters.
    """

    along: QuerySet[Lead]
    found: Callable[[], LeadQuerySet]
    narrow: Callable[[LeadQuerySet], QuerySet[Lead]]
    is_grouped: bool  # by colleague, say: a stretch for each
    is_joined: bool  # with their tags
    is_far: bool = False
    gathered_for: float = 0.0  # milliseconds
    named: int | None = None  # all that fit, once they were named

    def read(self, stretch: Stretch, count: int) -> list[Lead]:
        does_walk = not self.is_far or (self.is_grouped and self.few is None)
        rows = self._walk(stretch, count) if does_walk else None
        return self._gather(stretch, count) if rows is None else rows

    def how_many(self) -> int | None:
        """None where it would take too long to know: what was slow to gather is slow to count."""
        if self.named is not None or self.gathered_for > WORTH:
            return self.named
        return counted_in_time(self.found())

    def _walk(self, stretch: Stretch, count: int) -> list[Lead] | None:
        rows = in_time(lambda: list(stretch.walk(self.along)[:count]), milliseconds=WORTH_WALKING)
        self.is_far = rows is None or self.is_grouped  # the next groups cost as much as this one
        return rows

    def _gather(self, stretch: Stretch, count: int) -> list[Lead]:
        begun = time.perf_counter()
        rows = list(stretch.gather(self.narrow(self._fitting))[:count])
        self.gathered_for += (time.perf_counter() - begun) * 1_000
        return rows

    @cached_property
    def few(self) -> list[UUID] | None:
        """All that fit, where it pays to name them for one stretch after the other."""
        if not self.is_grouped:
            return None
        some = list(self.found().values_list("pk", flat=True)[: NAMED_AT_MOST + 1])
        if len(some) > NAMED_AT_MOST:
            return None
        self.named = len(some)
        return some

    @property
    def _fitting(self) -> LeadQuerySet:
        if self.few is not None:
            return Lead.objects.filter(pk__in=self.few)
        found = self.found()
        if not self.is_joined:
            return found
        # by the indexes of both tables alone: a planner does not look into what has a limit
        return Lead.objects.filter(pk__in=Subquery(found.values("pk")[:MORE_THAN_ANY]))
