"""The demo world: four businesses with two thousand leads each, at every stage. Loads in bulk and sends nothing."""

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random

from django.db import transaction
from django.utils import timezone

from doorstep.accounts.models import Member, Team
from doorstep.demo.cast import HOUSES, House
from doorstep.demo.houses import build as build_house
from doorstep.demo.names import TAGS
from doorstep.demo.people import Person, draw
from doorstep.demo.registered import Registry
from doorstep.demo.stories import Chronicle
from doorstep.kit.normalise import name_key, phone_key, split_name
from doorstep.leads.models import Lead, LeadTag, LeadType, Status, Tag
from doorstep.leads.models.lead import Origin
from doorstep.tenancy import scope
from doorstep.tenancy.bulk_load import insert_rows
from doorstep.tenancy.models import Business

LEADS = 2_000


def build(*, leads: int = LEADS, now: datetime | None = None, tell: Callable[[str], None] = lambda _line: None) -> None:
    """Builds all four, or nothing: one transaction. `now` fixes every date."""
    moment = now or timezone.now()
    with transaction.atomic():
        for house in HOUSES:
            tell(f"{house.name}: {leads} leads")
            furnish(build_house(house), house, leads=leads, now=moment)


def exists() -> bool:
    return Business.objects.exists()


def logins() -> list[tuple[str, str, str, str]]:
    """Who may come in where: (business, host, e-mail, what she is)."""
    rows = []
    for house in HOUSES:
        rows += [(house.name, house.host, house.email(seat), _role(seat.is_admin)) for seat in house.seats[:3]]
        for buyer, seats in house.buyers.items():
            rows += [
                (house.name, house.host, house.email(seat), f"{buyer}, {_role(seat.is_admin)}") for seat in seats[:1]
            ]
    return rows


def _role(is_admin: bool) -> str:
    return "admin" if is_admin else "member"


def furnish(business: Business, house: House, *, leads: int, now: datetime) -> None:
    with scope(business):
        people = list(draw(house, leads, now=now))
        rows = list(_leads(house, people, now))
        insert_rows(rows)
        _tag(house, rows)
        registry = Registry(now)
        registry.invite_and_register(zip(people, rows, strict=True))
        Chronicle(house, now, registry).write(zip(people, rows, strict=True))


def _leads(house: House, people: list[Person], now: datetime) -> Iterator[Lead]:
    dice = Random(f"{house.name} desk")  # nosec B311 # noqa: S311
    team = Team.objects.house()
    seats = list(Member.objects.enabled().filter(team=team).order_by("path"))
    types, statuses = list(LeadType.objects.all()), list(Status.objects.all())
    for person in people:
        lead = _lead(person, team)
        lead.lead_type = dice.choice(types)
        lead.status = statuses[_how_far(person, dice, len(statuses))]
        seat = dice.choice([*seats, *seats, None]) if person.registered_at is None else dice.choice(seats)
        if seat is not None:
            lead.assignee, lead.assignee_path = seat, seat.path
            lead.last_contact_at = _contact(person, dice, now)
        if dice.random() < 0.06:
            lead.origin, lead.brought_from = Origin.BROUGHT, "Ledgerbook"
        yield lead


def _lead(person: Person, team: Team) -> Lead:
    first, last = split_name(person.name)
    city, region, postal_code = person.place
    return Lead(
        team=team,
        name=person.name,
        name_key=name_key(person.name),
        first_name=first,
        last_name=last,
        email=person.email,
        email_key=person.email,
        phone=person.phone,
        phone_key=phone_key(person.phone, "US") or "",
        city=city,
        region=region,
        postal_code=postal_code,
        country="US",
        source=person.source,
        received_at=person.received_at,
        updated_at=person.received_at,
        last_email_at=person.invited_at,
        invited_at=person.invited_at,
        invitation_expires_at=person.expires_at,
        registered_at=person.registered_at,
        applied_at=person.applied_at,
        opened_at=person.opened_at,
    )


def _how_far(person: Person, dice: Random, statuses: int) -> int:
    """The pipeline's column follows the stage loosely."""
    if person.opened_at:
        return statuses - 2 if statuses > 5 else statuses - 1
    if person.registered_at:
        return min(statuses - 1, 2 + dice.randrange(2))
    return dice.choice((0, 0, 1)) if person.invited_at is None else 1


def _contact(person: Person, dice: Random, now: datetime) -> datetime | None:
    if dice.random() < 0.2:
        return None
    return person.received_at + (now - person.received_at) * dice.random()


def _tag(house: House, leads: list[Lead]) -> None:
    dice = Random(f"{house.name} tags")  # nosec B311 # noqa: S311
    teams = {lead.team_id for lead in leads}
    tags = {team_id: [Tag.objects.named(name, team_id=team_id) for name in TAGS] for team_id in teams}
    lucky = [(lead, tags[lead.team_id]) for lead in leads if dice.random() < 0.3]
    insert_rows(
        [LeadTag(lead=lead, tag=tag) for lead, own in lucky for tag in dice.sample(own, dice.choice((1, 1, 2)))]
    )
