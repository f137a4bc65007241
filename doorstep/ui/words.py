"""How times, numbers, money and names read: in the reader's language and time zone."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import TypeVar
from zlib import crc32

from babel import Locale, UnknownLocaleError, dates, numbers
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, to_locale
from markupsafe import Markup, escape

When = TypeVar("When", date, datetime)
TONES = ("violet", "teal", "amber", "green", "blue")
NOT_A_LETTER = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\"'()[]<>"


def day(when: date | None) -> str:
    """19 Nov 2026"""
    return _dated(when, "d MMM y") if when else ""


def clock(when: datetime | None) -> str:
    """12:20"""
    if when is None:
        return ""
    local = _here(when)
    return f"{local.hour:02}:{local.minute:02}"


def exact(when: date | None) -> str:
    """19 Nov 2026, 12:20; a date without a time stays one."""
    return f"{day(when)}, {clock(when)}" if isinstance(when, datetime) else day(when)


def ago(when: datetime | None) -> str:
    """Relative up to a week, in both directions: 5 min ago, Yesterday, in 3 days. Then the day."""
    if when is None:
        return ""
    seconds = (timezone.now() - when).total_seconds()
    days = (timezone.localdate() - _here(when).date()).days
    if abs(seconds) < 60:
        return gettext("Just now")
    if abs(seconds) < 3_600:
        return _minutes(int(seconds / 60))
    return _hours(int(seconds / 3_600)) if days == 0 else _days(days, when)


def stamp(when: datetime | None) -> str:
    """For columns of times: Today 11:42, Yesterday 17:20, Tue 17 Nov, 17 Nov 2025."""
    if when is None:
        return ""
    local, today = _here(when), timezone.localdate()
    if local.date() == today:
        return gettext("Today %(time)s") % {"time": clock(when)}
    if local.date() == today - timedelta(days=1):
        return gettext("Yesterday %(time)s") % {"time": clock(when)}
    if local.year != today.year:
        return day(when)
    return _dated(when, "EEE d MMM")


def month(when: date) -> str:
    """Nov, above the number in a date box."""
    return _dated(when, "MMM")


def daynumber(when: date) -> str:
    return str(_here(when).day)


def number(amount: float | Decimal | str | None) -> str:
    """1,284. What is words already, such as 10,000+, stays."""
    if amount is None or isinstance(amount, str):
        return amount or ""
    return numbers.format_decimal(amount, locale=_locale())


def money(minor: int | None, currency: str) -> str:
    """Minor units (cents) with their ISO 4217 currency: 128450, "USD" is $1,284.50."""
    if minor is None:
        return ""
    amount = Decimal(minor).scaleb(-numbers.get_currency_precision(currency))
    return numbers.format_currency(amount, currency, locale=_locale())


def inside(label: object) -> str:
    """A label within a sentence is written small, except where nouns are always large."""
    return str(label) if _locale().language == "de" else str(label).lower()


def file_size(octets: int) -> str:
    """1.2 MB"""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if octets >= size:
            return f"{numbers.format_decimal(octets / size, '#,##0.#', locale=_locale())} {unit}"
    return ngettext("%(n)s byte", "%(n)s bytes", octets) % {"n": octets}


def wbr_email(address: str) -> Markup:
    """Lets a long address break after its @, and nowhere else by itself."""
    return Markup("<wbr>").join(escape(part) for part in _after_at(address))


def initials(name: str) -> str:
    """Of the first and the last word: Maya van der Okonjo is MO."""
    words = [word for word in (part.strip(NOT_A_LETTER) for part in name.split()) if word]
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


def tone(name: str) -> str:
    """The same name has the same colour everywhere and always."""
    return TONES[crc32(name.encode()) % len(TONES)]


def _minutes(minutes: int) -> str:
    if minutes < 0:
        return ngettext("in %(n)s min", "in %(n)s min", -minutes) % {"n": -minutes}
    return ngettext("%(n)s min ago", "%(n)s min ago", minutes) % {"n": minutes}


def _hours(hours: int) -> str:
    if hours < 0:
        return ngettext("in %(n)s h", "in %(n)s h", -hours) % {"n": -hours}
    return ngettext("%(n)s h ago", "%(n)s h ago", hours) % {"n": hours}


def _days(days: int, when: datetime) -> str:
    if abs(days) > 7:
        return _dated(when, "d MMM") if _is_this_year(when) else day(when)
    if days == 1:
        return gettext("Yesterday")
    if days == -1:
        return gettext("Tomorrow")
    if days < 0:
        return ngettext("in %(n)s day", "in %(n)s days", -days) % {"n": -days}
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


def _is_this_year(when: datetime) -> bool:
    return _here(when).year == timezone.localdate().year


def _after_at(address: str) -> list[str]:
    name, at, domain = address.partition("@")
    return [name + at, domain] if at else [address]


def _here(when: When) -> When:
    """An aware time in the reader's zone; dates and naive times as they are."""
    if isinstance(when, datetime) and when.tzinfo is not None:
        return when.astimezone(timezone.get_current_timezone())
    return when


def _dated(when: date, pattern: str) -> str:
    local = _here(when)
    return _written(local.date() if isinstance(local, datetime) else local, pattern, get_language() or "en")


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    """A list names the same few days over and over; writing one out costs as much as the rest of its cell."""
    return dates.format_date(day, pattern, _locale_of(language))


def _locale() -> Locale:
    return _locale_of(get_language() or "en")


@cache
def _locale_of(language: str) -> Locale:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
