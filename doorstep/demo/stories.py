"""The demo's timelines: what members and clients did, told with the product's own kinds, written in bulk."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random

from doorstep.accounts.models import Member
from doorstep.clients import kinds as client_kinds
from doorstep.demo.cast import House
from doorstep.demo.names import CALLS, NOTES
from doorstep.demo.people import Person
from doorstep.demo.registered import Registry
from doorstep.leads import kinds
from doorstep.leads.models import Lead
from doorstep.tenancy.bulk_load import insert_rows
from doorstep.timeline.models import Activity


class Chronicle:
    def __init__(self, house: House, now: datetime, registry: Registry) -> None:
        self.now = now
        self.registry = registry
        self.dice = Random(f"{house.name} stories")  # nosec B311 # noqa: S311
        self.members = {member.pk: member for member in Member.objects.select_related("user")}

    def write(self, pairs: Iterable[tuple[Person, Lead]]) -> None:
        insert_rows([line for person, lead in pairs for line in self._story(person, lead)])

    def _story(self, person: Person, lead: Lead) -> Iterator[Activity]:
        seat = self.members.get(lead.assignee_id) if lead.assignee_id else None
        yield kinds.CAPTURED.line(lead, by=None, at=person.received_at, source=person.source)
        if seat is not None:
            because = f"Round robin, {lead.lead_type} leads"
            at = person.received_at + timedelta(seconds=2)
            yield kinds.ASSIGNED.line(lead, by=None, at=at, assignee=seat.actor_name, because=because)
            yield from self._work(seat, lead)
        yield from self._conversion(person, lead, seat or self.registry.sender)

    def _work(self, seat: Member, lead: Lead) -> Iterator[Activity]:
        contact = lead.last_contact_at
        if contact is None:
            return
        yield kinds.CALLED.line(lead, by=seat, at=contact, outcome=self.dice.choice(CALLS))
        if self.dice.random() < 0.6:
            yield kinds.NOTED.line(lead, by=seat, at=contact + timedelta(minutes=4), body=self.dice.choice(NOTES))

    def _conversion(self, person: Person, lead: Lead, seat: Member | None) -> Iterator[Activity]:
        client_type = self.registry.type_of(person)
        if person.invited_at:
            yield client_kinds.INVITED.line(
                lead, by=seat, at=person.invited_at, client_type=client_type, email=lead.email
            )
        if person.registered_at:
            yield client_kinds.REGISTERED.line(lead, by=None, at=person.registered_at, client_type=client_type)
        if person.applied_at:
            yield kinds.APPLIED.line(lead, by=None, at=person.applied_at)
        if person.opened_at:
            yield kinds.ACCOUNT_OPENED.line(lead, by=seat, at=person.opened_at)
