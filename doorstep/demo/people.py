"""Draws the demo's leads: who they are, when they came, how far they came. Deterministic for a house and a moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from doorstep.demo.cast import House
from doorstep.demo.names import AREAS, CITIES, FIRST, LAST, WHOLE
from doorstep.leads.stages import Stage

DAYS = 61
SHARES = {
    Stage.NOT_INVITED: 37,
    Stage.INVITATION_SENT: 21,
    Stage.INVITATION_EXPIRED: 11,
    Stage.REGISTERED: 14,
    Stage.PROSPECT: 8,
    Stage.ACCOUNT_OPENED: 9,
}
_HOURS = {Stage.REGISTERED: 5, Stage.PROSPECT: 30, Stage.ACCOUNT_OPENED: 70}  # nobody opens an account in a minute


@dataclass
class Person:
    """One lead to be; times are aware and never in the future, but for the end of an invitation."""

    name: str
    email: str
    phone: str
    place: tuple[str, str, str]
    source: str
    stage: Stage
    received_at: datetime
    invited_at: datetime | None = None
    expires_at: datetime | None = None
    registered_at: datetime | None = None
    applied_at: datetime | None = None
    opened_at: datetime | None = None


def draw(house: House, count: int, *, now: datetime, days_valid: int = 7) -> Iterator[Person]:
    dice = Random(house.name)  # nosec B311 # noqa: S311 - people for show, not secrets
    stages = [stage for stage, share in SHARES.items() for _each in range(share)]
    for number in range(count):
        name = _name(dice, number)
        person = Person(
            name=name,
            email=_email(name, number),
            phone=f"+1 {AREAS[number // 100 % len(AREAS)]} 555 01{number % 100:02d}",
            place=dice.choice(CITIES),
            source=dice.choice(house.sources),
            stage=dice.choice(stages),
            received_at=_moment(dice, now),
        )
        _live(person, dice, now, timedelta(days=days_valid))
        yield person


def _name(dice: Random, number: int) -> str:
    if number < len(FIRST) and number < len(LAST):
        return f"{FIRST[number]} {LAST[number]}"
    if number % 290 == 0:
        return WHOLE[number // 290 % len(WHOLE)]
    return f"{dice.choice(FIRST)} {dice.choice(LAST)}"


def _email(name: str, number: int) -> str:
    plain = ".".join(part.lower() for part in name.split() if part.isascii() and part.isalpha()) or f"person{number}"
    return f"{plain}{number if number >= len(LAST) else ''}@example.com"


def _moment(dice: Random, now: datetime) -> datetime:
    """More of late than before, more on weekdays, mostly by day."""
    day = now - timedelta(days=int(DAYS * (1 - dice.random() ** 0.8)))
    if day.weekday() >= 5 and dice.random() < 0.6:
        day -= timedelta(days=2)
    at = day.replace(
        hour=dice.choice((7, 8, 9, 9, 10, 10, 11, 12, 13, 14, 14, 15, 16, 17, 19, 21)), minute=dice.randrange(60)
    )
    return at if at < now else now - timedelta(minutes=dice.randrange(5, 400))


def _live(person: Person, dice: Random, now: datetime, valid: timedelta) -> None:
    """Gives the person the past that her stage asks for, however lately she came."""
    if person.stage == Stage.NOT_INVITED:
        return
    if person.stage == Stage.INVITATION_SENT:
        invited = max(person.received_at, now - valid + timedelta(hours=dice.randrange(3, 160)))
        person.invited_at = min(max(invited, person.received_at + timedelta(minutes=3)), now)
        person.expires_at = person.invited_at + valid
        return
    if person.stage == Stage.INVITATION_EXPIRED:
        latest = now - valid - timedelta(hours=1)
        person.received_at = min(person.received_at, latest - timedelta(hours=dice.randrange(1, 90)))
        person.invited_at = person.received_at + (latest - person.received_at) * dice.random()
        person.expires_at = person.invited_at + valid
        return
    person.received_at = min(person.received_at, now - timedelta(hours=_HOURS[person.stage] + dice.randrange(40)))
    steps = sorted(dice.random() for _step in range(4))
    at = [person.received_at + (now - person.received_at) * step * 0.97 for step in steps]
    person.invited_at, person.expires_at, person.registered_at = at[0], at[0] + valid, at[1]
    if person.stage in (Stage.PROSPECT, Stage.ACCOUNT_OPENED):
        person.applied_at = at[2]
    if person.stage == Stage.ACCOUNT_OPENED:
        person.opened_at = at[3]
