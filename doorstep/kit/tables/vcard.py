"""vCard 3.0 (RFC 2426), the version that Apple, Google and Microsoft all read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

_ESCAPED = re.compile(r"([\\,;])")
_LONGEST_LINE = 75  # octets


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    name: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    job_title: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    website: str = ""
    note: str = ""


def write_vcard(target: IO[bytes], cards: Iterable[Card]) -> None:
    for card in cards:
        for line in _lines(card):
            target.write(_folded(line))


def _lines(card: Card) -> Iterable[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield _line("FN", card.name)
    yield _line("N", card.last_name, card.first_name, "", "", "")
    address = ("", "", card.street, card.city, card.region, card.postal_code, card.country)
    for name, values in (
        ("EMAIL;TYPE=INTERNET", (card.email,)),
        ("TEL;TYPE=VOICE", (card.phone,)),
        ("ORG", (card.company,)),
        ("TITLE", (card.job_title,)),
        ("ADR", address),
        ("URL", (card.website,)),
        ("NOTE", (card.note,)),
    ):
        if any(values):
            yield _line(name, *values)
    yield "END:VCARD"


def _line(name: str, *values: str) -> str:
    return f"{name}:{';'.join(_escaped(value) for value in values)}"


def _escaped(text: str) -> str:
    """One line, whatever was typed: a line end in a name must not start a property of its own."""
    return "\\n".join(_ESCAPED.sub(r"\\\1", text).splitlines())


def _folded(line: str) -> bytes:
    """Cut into lines of 75 octets, never inside a character."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode(errors="replace")
        if len(piece) + len(octets) > _LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
