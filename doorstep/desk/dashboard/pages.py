"""The first page of the desk: this month against the one before, and where people stand. Numbers open their lists."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.leads.figures import Daily, Figures, Month
from doorstep.leads.models import Lead
from doorstep.ui.charts import Count, share
from doorstep.ui.words import day, number

NEWEST, SOURCES = 6, 6
FACTS = {"received": "received_at", "invited": "invited_at", "registered": "registered_at", "opened": "opened_at"}


@dataclass(frozen=True)
class Stat:
    label: str
    value: str
    url: str
    series: list[int]
    delta: tuple[str, str, str] | None
    note: str


@require_GET
@desk
def dashboard(request: DeskRequest) -> HttpResponse:
    return render(request, "desk/dashboard/dashboard.html", {"board": Board(request)})


class Board:
    def __init__(self, request: DeskRequest) -> None:
        self.member = request.member
        self.zone = request.profile.zone
        self.now = timezone.now()
        self.today = self.now.astimezone(self.zone).date()
        self.leads = Lead.objects.visible_to(self.member)
        self.figures = Figures(self.leads, today=self.today, zone=self.zone)
        self.daily = {name: self.figures.daily(column) for name, column in FACTS.items()}
        self.stands = self.figures.stages(self.now)

    @property
    def greeting(self) -> str:
        hour = self.now.astimezone(self.zone).hour
        words = _("Good morning, %s") if hour < 12 else _("Good afternoon, %s") if hour < 18 else _("Good evening, %s")
        return str(words % self.member.user.name.split(" ")[0])

    @property
    def sentence(self) -> str:
        """19 days into November: 470 leads, 142 more than by this day in October."""
        leads, days = self.daily["received"], self.today.day
        into = ngettext("%(days)d day into %(month)s", "%(days)d days into %(month)s", days) % {
            "days": days,
            "month": self.this_month,
        }
        came = ngettext("%s lead", "%s leads", leads.total) % number(leads.total)
        difference = leads.total - leads.before
        if not difference:
            return _("%(into)s: %(came)s, as many as by this day in %(before)s.") % {
                "into": into,
                "came": came,
                "before": self.last_month,
            }
        words = (
            _("%(into)s: %(came)s, %(more)s more than by this day in %(before)s.")
            if difference > 0
            else _("%(into)s: %(came)s, %(more)s fewer than by this day in %(before)s.")
        )
        return words % {"into": into, "came": came, "more": number(abs(difference)), "before": self.last_month}

    @property
    def this_month(self) -> str:
        return date_format(self.figures.month.first, "F")

    @property
    def last_month(self) -> str:
        return date_format(self.figures.month.before.first, "F")

    @property
    def is_empty(self) -> bool:
        """The first day: nothing to count yet."""
        return not any(daily.counts for daily in self.daily.values()) and not self.leads.exists()

    @property
    def stats(self) -> list[Stat]:
        labels = {
            "received": _("Leads"),
            "invited": _("Invited"),
            "registered": _("Registered"),
            "opened": _("Accounts opened"),
        }
        return [self._stat(name, label) for name, label in labels.items()]

    @property
    def bars(self) -> list[Count]:
        daily, before = self.daily["received"], self.figures.month.before
        days = max(self.figures.month.days, before.days, key=len)
        return [self._bar(one.day, daily, before) for one in days]

    @property
    def funnel(self) -> list[tuple[str, str, int, str]]:
        return [
            (stage.value, str(stage.label), count, self._received_and(stage=stage.value))
            for stage, count in self.stands.items()
        ]

    @property
    def funnel_title(self) -> str:
        total = sum(self.stands.values())
        return ngettext("The %(count)s lead of %(month)s", "The %(count)s leads of %(month)s", total) % {
            "count": number(total),
            "month": self.this_month,
        }

    @property
    def sources(self) -> list[tuple[str, int, int, int, str]]:
        """Name, count, width of its bar against the longest, share of the month's leads, and its list."""
        found = self.figures.sources(SOURCES)
        most, total = max((count for _source, count in found), default=0), sum(self.stands.values())
        return [
            (source, count, share(count, most), share(count, total), source and self._received_and(source=source))
            for source, count in found
        ]

    @property
    def newest(self) -> list[Lead]:
        return list(self.leads.order_by("-received_at", "-id")[:NEWEST])

    def _stat(self, name: str, label: str) -> Stat:
        daily = self.daily[name]
        month = self.figures.month
        difference = daily.total - daily.before
        way, tone = ("up", "green") if difference > 0 else ("down", "red")
        delta = (number(abs(difference)), way, tone) if difference else None
        note = _("on %s") % self.last_month if difference else _("as in %s") % self.last_month
        url = _leads(**{f"{name}_from": month.first.isoformat(), f"{name}_until": month.last.isoformat()})
        return Stat(label, number(daily.total), url, daily.so_far, delta, note)

    def _bar(self, day_of_month: int, daily: Daily, before: Month) -> Count:
        month = self.figures.month
        now = month.first.replace(day=day_of_month) if day_of_month <= month.last.day else None
        then = before.first.replace(day=day_of_month) if day_of_month <= before.last.day else None
        value = daily.counts.get(now, 0) if now and now <= self.today else None
        earlier = daily.counts.get(then, 0) if then else None
        shown_day = (now if value is not None else then) or now or then
        link = (
            _leads(received_from=shown_day.isoformat(), received_until=shown_day.isoformat()) if shown_day else _leads()
        )
        return Count(
            str(day_of_month), self._title(now, then, value, earlier), link, value, earlier, is_now=now == self.today
        )

    def _title(self, now: date | None, then: date | None, value: int | None, earlier: int | None) -> str:
        parts = []
        if now and value is not None:
            parts.append(
                ngettext("%(day)s: %(count)d lead", "%(day)s: %(count)d leads", value)
                % {"day": day(now), "count": value}
            )
        if then and earlier is not None:
            parts.append(
                ngettext("%(day)s: %(count)d lead", "%(day)s: %(count)d leads", earlier)
                % {"day": day(then), "count": earlier}
            )
        return ", ".join(parts)

    def _received_and(self, **more: str) -> str:
        month = self.figures.month
        return _leads(received_from=month.first.isoformat(), received_until=month.last.isoformat(), **more)


def _leads(**query: str) -> str:
    return reverse("desk:leads") + (f"?{urlencode(query)}" if query else "")
