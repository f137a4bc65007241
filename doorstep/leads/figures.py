"""What the dashboard counts: by the day, by the stage, by the source; this month and the one before."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, Count, Value, When
from django.db.models.functions import TruncDate

from doorstep.leads.models.reach import LeadQuerySet
from doorstep.leads.stages import Stage, in_stage


@dataclass(frozen=True)
class Month:
    first: date

    @property
    def before(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def after(self) -> "Month":
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def last(self) -> date:
        return self.after.first - timedelta(days=1)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=at) for at in range(self.last.day)]


@dataclass(frozen=True)
class Daily:
    """How often something happened on each day of two months."""

    month: Month
    today: date
    counts: dict[date, int]

    @property
    def so_far(self) -> list[int]:
        return [self.counts.get(day, 0) for day in self.month.days if day <= self.today]

    @property
    def total(self) -> int:
        return sum(self.so_far)

    @property
    def before(self) -> int:
        """By this day of the month before."""
        return sum(self.counts.get(day, 0) for day in self.month.before.days if day.day <= self.today.day)


class Figures:
    """Of `leads`, in the days of one time zone."""

    def __init__(self, leads: LeadQuerySet, *, today: date, zone: ZoneInfo) -> None:
        self.leads = leads
        self.today = today
        self.zone = zone
        self.month = Month(today.replace(day=1))

    def daily(self, column: str) -> Daily:
        """`column` is one of the facts: received_at, invited_at, registered_at, opened_at."""
        since = self.leads.filter(**{f"{column}__gte": self._midnight(self.month.before.first)})
        days = (
            since.order_by().annotate(day=TruncDate(column, tzinfo=self.zone)).values_list("day").annotate(Count("pk"))
        )
        return Daily(self.month, self.today, dict(days))

    def this_month(self) -> LeadQuerySet:
        return self.leads.received_between(self._midnight(self.month.first), self._midnight(self.month.after.first))

    def stages(self, now: datetime) -> dict[Stage, int]:
        """Where the leads of this month stand now."""
        stage = Case(
            *(When(in_stage(stage, now), then=Value(stage.value)) for stage in Stage), output_field=CharField()
        )
        found = dict(self.this_month().order_by().annotate(stands=stage).values_list("stands").annotate(Count("pk")))
        return {stage: found.get(stage.value, 0) for stage in Stage}

    def sources(self, at_most: int) -> list[tuple[str, int]]:
        """Where the leads of this month came from, the most first."""
        counted = self.this_month().order_by().values_list("source").annotate(count=Count("pk"))
        return list(counted.order_by("-count", "source")[:at_most])

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.zone)
