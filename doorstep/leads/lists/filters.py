"""Which leads a list holds. Lives in the URL, in a bulk action's arguments and in an export alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Self
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.kit.normalise import clean_line
from doorstep.leads.models.reach import LeadQuerySet, Search
from doorstep.leads.stages import Stage

ME, NOBODY = "me", "nobody"
DATES = {"received": "received_at", "invited": "invited_at", "registered": "registered_at", "opened": "opened_at"}
FIRST_YEAR, LAST_YEAR = 1900, 2200
Query = dict[str, list[str]]


@dataclass(frozen=True)
class Between:
    """Whole days in the reader's time zone, both included; either may be open."""

    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None

    def on(self, column: str) -> Q:
        condition = Q()
        if self.first is not None:
            condition &= Q(**{f"{column}__gte": _midnight(self.first)})
        if self.last is not None:
            condition &= Q(**{f"{column}__lt": _midnight(self.last + timedelta(days=1))})
        return condition


@dataclass(frozen=True)
class LeadFilters:
    """Several values of one filter widen it, several filters narrow it."""

    q: str = ""
    stage: tuple[Stage, ...] = ()
    type: tuple[UUID, ...] = ()
    status: tuple[UUID, ...] = ()
    assigned: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    tag: tuple[UUID, ...] = ()
    received: Between = field(default_factory=Between)
    invited: Between = field(default_factory=Between)
    registered: Between = field(default_factory=Between)
    opened: Between = field(default_factory=Between)

    @classmethod
    def read(cls, query: Mapping[str, list[str]]) -> Self:
        """What cannot be read is left out: a link that somebody shortened still shows a list."""

        def values(name: str) -> Iterable[str]:
            return dict.fromkeys(filter(None, map(clean_line, query.get(name, []))))

        return cls(
            q=" ".join(values("q"))[:200],
            stage=tuple(Stage(value) for value in values("stage") if value in Stage.values),
            type=tuple(_ids(values("type"))),
            status=tuple(_ids(values("status"))),
            assigned=tuple(value for value in values("assigned") if value in (ME, NOBODY) or list(_ids([value]))),
            source=tuple(values("source")),
            tag=tuple(_ids(values("tag"))),
            **{name: Between(_day(values(f"{name}_from")), _day(values(f"{name}_until"))) for name in DATES},
        )

    def query(self) -> Query:
        """The same as a URL keeps it; `read` gives it back."""
        written: Query = {"q": [self.q]} if self.q else {}
        for name in ("stage", "type", "status", "assigned", "source", "tag"):
            if values := [str(value) for value in getattr(self, name)]:
                written[name] = values
        for name in DATES:
            between: Between = getattr(self, name)
            written |= {f"{name}_from": [between.first.isoformat()]} if between.first else {}
            written |= {f"{name}_until": [between.last.isoformat()]} if between.last else {}
        return written

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))

    @property
    def in_force(self) -> list[str]:
        return [part.name for part in fields(self) if part.name != "q" and getattr(self, part.name)]

    @property
    def is_timeless(self) -> bool:
        """Whether the same filters mean the same leads in a minute, if colleagues stay where they stand."""
        return not (self.q or self.stage)

    @property
    def is_lasting(self) -> bool:
        """Whether they do in any case."""
        return self.is_timeless and not self.colleagues

    @property
    def colleagues(self) -> list[str]:
        return [value for value in self.assigned if value not in (ME, NOBODY)]

    def without(self, name: str) -> Self:
        return replace(self, **{name: getattr(type(self)(), name)})

    def apply(
        self,
        leads: LeadQuerySet,
        member: Member,
        *,
        by_index: bool = False,
        search: Search | None = None,
        paths: Mapping[UUID, str] | None = None,
    ) -> LeadQuerySet:
        """Those of `leads` that the member sees and the filters let through; `along` an index, or by any way.

        `search` is what `q` has found, and `paths` are those of the team's members, where that is known.
        """
        found = leads.visible_to(member)
        if self.q:
            found = (search or Search.of(self.q, member)).among(found)
        if self.stage:
            found = found.in_stage(*self.stage)
        if self.tag:
            found = found.tagged_by_index(self.tag) if by_index else found.tagged(self.tag)
        for name, column in (("type", "lead_type_id"), ("status", "status_id"), ("source", "source")):
            if values := getattr(self, name):
                found = found.filter(**{f"{column}__in": values})
        for name, column in DATES.items():
            if between := getattr(self, name):
                found = found.filter(between.on(column))
        return found.filter(assignee_path__in=self._assigned(member, paths)) if self.assigned else found

    def _assigned(self, member: Member, known: Mapping[UUID, str] | None) -> list[str]:
        """By the members' paths: that is what the index holds."""
        if self.colleagues and known is None:
            known = dict(Member.objects.visible_to(member).filter(pk__in=self.colleagues).values_list("pk", "path"))
        others = [known[pk] for pk in map(UUID, self.colleagues) if pk in known] if known else []
        mine, nobodys = [member.path] if ME in self.assigned else [], [""] if NOBODY in self.assigned else []
        return [*others, *mine, *nobodys]


def _ids(values: Iterable[str]) -> Iterable[UUID]:
    for value in values:
        try:
            yield UUID(value)
        except ValueError:
            continue


def _day(values: Iterable[str]) -> date | None:
    for value in values:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            continue
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
    return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
