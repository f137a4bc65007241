"""Two businesses and what belongs to each person in them: the ids and tokens that strangers try."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.core.files.base import ContentFile

from doorstep.accounts.models import ApiKey, KnownDevice, Member, PasswordLink, Team
from doorstep.accounts.scopes import SCOPES
from doorstep.clients.inviting import invite
from doorstep.clients.models import Client, ClientType
from doorstep.clients.registration import create_directly
from doorstep.demo.cast import FENNMOOR, LARKFIELD, Seat
from doorstep.demo.houses import build, seat_team
from doorstep.importing import lifecycle as course
from doorstep.importing import running
from doorstep.importing.models import Import
from doorstep.importing.receiving import receive
from doorstep.leads.capture import capture
from doorstep.leads.editing import put_tag
from doorstep.leads.models import Field, Lead, LeadType, Status, Tag
from doorstep.leads.models.options import FieldKind
from doorstep.mail.bounces import webhook_secret
from doorstep.mail.kinds import LINK
from doorstep.mail.lists import leave_url
from doorstep.mail.models import Message, Suppression
from doorstep.mail.models.suppression import Reason
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, BusinessProfile, Work
from tests.guards.places import ROW_BEHIND, ROW_OF_PARAMETER, TOKENS, Row

UNKNOWN = UUID("0192ffff-ffff-7fff-bfff-ffffffffffff")
FIRST_NAME = "Zella"
Owned = dict[Row | str, object]
PRIVATE: tuple[Row, ...] = (Lead, Client, Message, Import, Work, ApiKey)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c6360000002000154a24f5d0000000049454e44ae426082"
)


@dataclass
class Person:
    """A member, her business, and what is hers. `surname` is borne by her lead and by nobody else."""

    member: Member
    business: Business
    surname: str
    owned: Owned = field(default_factory=dict)

    @property
    def marks(self) -> list[str]:
        """What stands on no page of somebody who may not see it."""
        return [self.surname, *(str(self.owned[row]) for row in PRIVATE if self.owned[row] != UNKNOWN)]

    @property
    def marks_of_the_team(self) -> list[str]:
        """What her colleagues see and another team does not: who they are, their tags, where their leads come from."""
        return [*self.marks, str(self.owned[Tag]), f"Tag of {self.member}", source_of(self.member), str(self.member)]


@dataclass
class TwoBusinesses:
    people: dict[str, Person]

    def __getitem__(self, first_name: str) -> Person:
        return self.people[first_name]


def nothing() -> Owned:
    """Ids and tokens that nobody has."""
    ids: Owned = dict.fromkeys((*ROW_BEHIND.values(), *ROW_OF_PARAMETER.values()), UNKNOWN)
    return ids | dict.fromkeys(TOKENS.values(), "nobody-s-token")


def settle() -> TwoBusinesses:
    fennmoor, larkfield = build(FENNMOOR), build(LARKFIELD)
    with scope(fennmoor):
        buyer = Team.objects.create(name="Brightwater Solar")
        seat_team(buyer, FENNMOOR, (Seat("Bea Holloway", is_admin=True), Seat("Jonas Weir", below="Bea")), "")
    people = [*_people(fennmoor, "Ann Sam Kofi Ines Bea"), *_people(larkfield, "Nora")]
    return TwoBusinesses({person.member.user.name.split()[0]: person for person in people})


def _people(business: Business, first_names: str) -> Iterator[Person]:
    with scope(business):
        shared = _of_the_business()
        for name in first_names.split():
            member = Member.objects.select_related("user", "team").get(user__name__startswith=f"{name} ")
            person = Person(member, business, f"Quorn{name.lower()}")
            of_the_house = shared if member.team.is_house else {}  # a buyer has no say in what holds for everybody
            person.owned = {**nothing(), **of_the_house, **_own(person)}
            yield person


def _of_the_business() -> Owned:
    BusinessProfile.objects.get().logo.save("logo.png", ContentFile(PIXEL))
    Suppression.objects.suppress("bounced@example.com", Reason.BOUNCE, evidence="550 no such user")
    Field.objects.add("Budget", by=None, kind=FieldKind.TEXT)
    options = {sort: sort.objects.order_by("position").last().pk for sort in (LeadType, Status, ClientType, Field)}
    logo = str(BusinessProfile.objects.get().logo.name).removeprefix("logos/")
    return {**options, Suppression: Suppression.objects.get().pk, "logo": logo, "secret": webhook_secret()}


def _own(person: Person) -> Owned:
    member = person.member
    lead, tag = _lead(person, "lead"), Tag.objects.named(f"Tag of {member}", team_id=member.team_id)
    put_tag(lead, tag, by=member)
    key, _secret = ApiKey.objects.issue(name=person.surname, scopes=list(SCOPES), team=member.team, by=member)
    work = Work.objects.ask(kind="leads.export", title=f"Export of {person.surname}", by=member)
    work.finish(content=b"Name\r\n", filename="leads.csv")
    below = Member.objects.filter(manager=member).order_by("created_at").first() or member  # paths are random
    rows = {Lead: lead, Tag: tag, ApiKey: key, Work: work, Import: _import(person), Member: below}
    owned: Owned = {row: one.pk for row, one in rows.items()}
    converted = _lead(person, "client")
    return owned | (_clients_and_mail(person, lead, converted) if member.team.is_house else {})


def _lead(person: Person, mailbox: str) -> Lead:
    email = f"{mailbox}@{person.surname.lower()}.example"
    by = person.member
    return capture(
        by.team, by=by, assignee=by, name=f"{FIRST_NAME} {person.surname}", email=email, source=source_of(by)
    )


def source_of(member: Member) -> str:
    return f"Source of {member}"


def _import(person: Person) -> Import:
    """Checked, with one row that would come in and one that would not."""
    content = f"Name,E-mail\r\n{FIRST_NAME} {person.surname},row@{person.surname.lower()}.example\r\nNobody,\r\n"
    received = receive(ContentFile(content.encode()), "people.csv", by=person.member)
    course.begin_check(received, by=person.member)
    running.check_rows(person.business.pk, received.pk)
    return received


def _clients_and_mail(person: Person, lead: Lead, converted: Lead) -> Owned:
    trader = ClientType.objects.order_by("position").first()
    invitation = invite(lead, trader, by=person.member)
    message = Message.objects.about(lead.pk).get()
    Message.objects.filter(pk=message.pk).update(list_key="news")
    client = create_directly(converted, trader, by=person.member, name=converted.name, email=converted.email)
    hour = timedelta(hours=1)
    return {
        type(invitation): invitation.pk,
        Message: message.pk,
        Client: client.pk,
        "join": message.secrets[LINK].rstrip("/").rsplit("/", 1)[-1],
        "unsubscribe": leave_url(message.fresh()).rstrip("/").rsplit("/", 1)[-1],
        "password": PasswordLink.objects.issue(email_key=client.user.email_key, lasts=hour, user=client.user),
        "device": KnownDevice.objects.issue(email_key=client.user.email_key, lasts=hour),
    }
