"""How numbers, money and names read: in the reader's language. (Times: moments.py)"""

from decimal import Decimal
from functools import lru_cache
from zlib import crc32

from babel import Locale, numbers
from django.utils.translation import get_language, ngettext
from markupsafe import Markup, escape

from doorstep.ui.moments import ago, clock, day, daynumber, exact, locale_of, month, stamp

__all__ = [
    "ago",
    "clock",
    "day",
    "daynumber",
    "exact",
    "file_size",
    "initials",
    "inside",
    "money",
    "month",
    "number",
    "stamp",
    "tone",
    "wbr_email",
]
TONES = ("violet", "teal", "amber", "green", "blue")
NOT_A_LETTER = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\"'()[]<>"


def number(amount: float | Decimal | str | None) -> str:
    """1,284. What is words already, such as 10,000+, stays."""
    if amount is None or isinstance(amount, str):
        return amount or ""
    return _decimal(amount, get_language() or "en")


@lru_cache(maxsize=4096)
def _decimal(amount: float | Decimal, language: str) -> str:
    return numbers.format_decimal(amount, locale=locale_of(language))


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


def _after_at(address: str) -> list[str]:
    name, at, domain = address.partition("@")
    return [name + at, domain] if at else [address]


def _locale() -> Locale:
    return locale_of(get_language() or "en")
