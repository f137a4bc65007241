"""Dates as programs and people write them. Whether 03/04 is March or April, the column says and not the cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

MONTH_FIRST_COUNTRIES = {"US", "PH", "FM", "PW", "MH"}
_TIME = r"(?:[ ,T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
_NUMBERS = re.compile(r"(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})" + _TIME)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<mark>[./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})" + _TIME)
_WORDS = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[ -](?P<month>[A-Za-z]{3,9})\.?"
    r"|(?P<month2>[A-Za-z]{3,9})\.? (?P<day2>\d{1,2})(?:st|nd|rd|th)?)"
    r",?[ -](?P<year>\d{4})" + _TIME
)
_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_THIS_CENTURY_UP_TO = 68  # as POSIX has it: 68 is 2068, 69 is 1969


class DayOrder(models.TextChoices):
    DAY_FIRST = "day", _("Day first: 31/12/2026")
    MONTH_FIRST = "month", _("Month first: 12/31/2026")


@dataclass(frozen=True)
class Evidence:
    order: DayOrder
    is_sure: bool


def order_of(values: Iterable[str], country: str) -> Evidence:
    """What the cells of a column prove; `country` decides when they prove nothing, and a person is asked."""
    day_first = month_first = unsure = False
    for value in values:
        if found := _NUMBERS.fullmatch(value.strip()):
            one, two = int(found["one"]), int(found["two"])
            day_first |= one > 12 or found["mark"] == "."
            month_first |= two > 12
            unsure = True
    usual = DayOrder.MONTH_FIRST if country in MONTH_FIRST_COUNTRIES else DayOrder.DAY_FIRST
    if day_first == month_first:
        return Evidence(usual, is_sure=not unsure)
    return Evidence(DayOrder.DAY_FIRST if day_first else DayOrder.MONTH_FIRST, is_sure=True)


def looks_like_a_date(value: str) -> bool:
    return read_moment(value, DayOrder.DAY_FIRST) is not None or read_moment(value, DayOrder.MONTH_FIRST) is not None


def read_moment(text: str, order: str) -> datetime | None:
    """A time without a zone stays without one; None for what is no date."""
    text = text.strip()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return _by_numbers(text, order) or _by_words(text)
    except ValueError:
        return None


def _by_numbers(text: str, order: str) -> datetime | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _moment(found, int(found["year"]), int(found["month"]), int(found["day"]))
    found = _NUMBERS.fullmatch(text)
    if not found:
        return None
    day, month = int(found["one"]), int(found["two"])
    if order == DayOrder.MONTH_FIRST:
        day, month = month, day
    return _moment(found, _whole_year(found["year"]), month, day)


def _by_words(text: str) -> datetime | None:
    found = _WORDS.fullmatch(text)
    if not found:
        return None
    month = _MONTHS.get((found["month"] or found["month2"])[:3].lower())
    return _moment(found, int(found["year"]), month, int(found["day"] or found["day2"])) if month else None


def _moment(found: re.Match[str], year: int, month: int, day: int) -> datetime:
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    return datetime(year, month, day, hour, minute, second)


def _whole_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year <= _THIS_CENTURY_UP_TO else 1900)
