"""How times read: in the reader's language and time zone, as people say them, exact on hover, and for machines."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TypeVar

from babel import Locale, UnknownLocaleError, dates
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, to_locale
from markupsafe import Markup, escape

When = TypeVar("When", date, datetime)


class Reader:
    """Where and when somebody reads, looked up once for a whole page of times. Within a minute, times read the same."""

    def __init__(self) -> None:
        self.zone = timezone.get_current_timezone()
        self.language = get_language() or "en"
        self.now = timezone.now()
        self.today = self.now.astimezone(self.zone).date()
        self._same = (self.zone, self.language, self.now.replace(second=0, microsecond=0))
        self._hash = hash(self._same)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reader) and self._same == other._same

    def __hash__(self) -> int:
        return self._hash

    def here(self, when: When) -> When:
        """An aware time in the reader's zone; dates and naive times as they are."""
        if isinstance(when, datetime) and when.tzinfo is not None:
            return when.astimezone(self.zone)
        return when

    def dated(self, when: date, pattern: str) -> str:
        local = self.here(when)
        return _written(local.date() if isinstance(local, datetime) else local, pattern, self.language)

    def day(self, when: date) -> str:
        return self.dated(when, "d MMM y")

    def clock(self, when: datetime) -> str:
        local = self.here(when)
        return f"{local.hour:02}:{local.minute:02}"

    def exact(self, when: date) -> str:
        return f"{self.day(when)}, {self.clock(when)}" if isinstance(when, datetime) else self.day(when)

    def ago(self, when: datetime) -> str:
        seconds = (self.now - when).total_seconds()
        days = (self.today - self.here(when).date()).days
        if abs(seconds) < 60:
            return gettext("Just now")
        if abs(seconds) < 3_600:
            return _minutes(int(seconds / 60))
        return _hours(int(seconds / 3_600)) if days == 0 else self._days(days, when)

    def stamp(self, when: datetime) -> str:
        local = self.here(when)
        days = (self.today - local.date()).days
        if days == 0:
            return gettext("Today %(time)s") % {"time": self.clock(local)}
        if days == 1:
            return gettext("Yesterday %(time)s") % {"time": self.clock(local)}
        return self.dated(local, "EEE d MMM") if local.year == self.today.year else self.day(local)

    def tag(self, when: date, form: str) -> Markup:
        """`form` is one of FORMS; a date without a time is only ever shown as a day."""
        local = self.here(when)
        said = FORMS[form](self, local)  # type: ignore[arg-type]  # the caller knows a day from a moment
        return Markup(  # noqa: S704  # nosec B704 - both texts are escaped
            f'<time datetime="{when.isoformat()}" title="{escape(self.exact(local))}">{escape(said)}</time>'
        )

    def _days(self, days: int, when: datetime) -> str:
        if abs(days) > 7:
            return self.dated(when, "d MMM") if self.here(when).year == self.today.year else self.day(when)
        if days == 1:
            return gettext("Yesterday")
        if days == -1:
            return gettext("Tomorrow")
        if days < 0:
            return ngettext("in %(n)s day", "in %(n)s days", -days) % {"n": -days}
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


FORMS: dict[str, Callable[[Reader, datetime], str]] = {
    "ago": Reader.ago,
    "stamp": Reader.stamp,
    "clock": Reader.clock,
    "day": Reader.day,
    "exact": Reader.exact,
}


def time_tag(when: date, form: str) -> Markup:
    return Reader().tag(when, form)


def day(when: date | None) -> str:
    """19 Nov 2026"""
    return Reader().day(when) if when else ""


def clock(when: datetime | None) -> str:
    """12:20"""
    return Reader().clock(when) if when else ""


def exact(when: date | None) -> str:
    """19 Nov 2026, 12:20; a date without a time stays one."""
    return Reader().exact(when) if when else ""


def ago(when: datetime | None) -> str:
    """Relative up to a week, in both directions: 5 min ago, Yesterday, in 3 days. Then the day."""
    return Reader().ago(when) if when else ""


def stamp(when: datetime | None) -> str:
    """For columns of times: Today 11:42, Yesterday 17:20, Tue 17 Nov, 17 Nov 2025."""
    return Reader().stamp(when) if when else ""


def month(when: date) -> str:
    """Nov, above the number in a date box."""
    return Reader().dated(when, "MMM")


def daynumber(when: date) -> str:
    return str(Reader().here(when).day)


def _minutes(minutes: int) -> str:
    if minutes < 0:
        return ngettext("in %(n)s min", "in %(n)s min", -minutes) % {"n": -minutes}
    return ngettext("%(n)s min ago", "%(n)s min ago", minutes) % {"n": minutes}


def _hours(hours: int) -> str:
    if hours < 0:
        return ngettext("in %(n)s h", "in %(n)s h", -hours) % {"n": -hours}
    return ngettext("%(n)s h ago", "%(n)s h ago", hours) % {"n": hours}


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    """A list names the same few days over and over; writing one out costs as much as the rest of its cell."""
    return dates.format_date(day, pattern, locale_of(language))


@cache
def locale_of(language: str) -> Locale:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
