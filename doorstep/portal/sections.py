"""What the home page can hold. A resource registers, in `register.py` of its folder, what it has for a client.

@next_up
def appointment(client: Client) -> NextStep | None: ...

@can_do
def documents(client: Client) -> Iterable[Offer]: ...
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from doorstep.clients.models import Client


class NextStep(NamedTuple):
    """`when` draws the day beside it; `url` and `action` a button."""

    title: str
    note: str = ""
    when: datetime | None = None
    url: str = ""
    action: str = ""


class Offer(NamedTuple):
    """Drawn by `links` of parts/card.html, in this order."""

    icon: str
    title: str
    note: str
    url: str


FindsNext = Callable[[Client], NextStep | None]
FindsOffers = Callable[[Client], Iterable[Offer]]
_next: list[FindsNext] = []
_offers: list[FindsOffers] = []


def next_up(finds: FindsNext) -> FindsNext:
    _next.append(finds)
    return finds


def can_do(finds: FindsOffers) -> FindsOffers:
    _offers.append(finds)
    return finds


def next_steps(client: Client) -> list[NextStep]:
    return [step for finds in _next if (step := finds(client)) is not None]


def offers(client: Client) -> Iterator[Offer]:
    return (offer for finds in _offers for offer in finds(client))
