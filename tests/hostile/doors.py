"""Every way a person's words come in at the desk and in the portal, and where they stand afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.test import Client as Browser

from doorstep.accounts.models import ApiKey, Code, Member, User
from doorstep.clients.models import Client, ClientType
from doorstep.leads.models import Field, Lead, LeadTag, LeadType, Status
from doorstep.tenancy.models import Business, BusinessProfile
from doorstep.timeline.models import Activity
from tests.hostile.words import Word


@dataclass(frozen=True)
class House:
    """Who comes in, and the rows that the doors are about."""

    business: Business
    desk: Browser
    portal: Browser
    lead: UUID
    member: UUID
    client: UUID
    lead_type: UUID
    field: UUID
    secret: str


Go = Callable[[House, str, int], HttpResponse]
Kept = Callable[[House], object]


@dataclass(frozen=True)
class Door:
    """`go` sends the words in (the number makes what must differ differ), `kept` reads where they stand.

    `longest` is how many characters it takes: what is longer is refused, or cut where `cuts`. A `form` refuses NULs.
    """

    name: str
    go: Go
    kept: Kept
    longest: int = 200
    is_line: bool = True
    is_form: bool = True
    cuts: bool = False

    def expected(self, word: Word) -> str | None:
        """None when it is refused."""
        wanted = word.as_line if self.is_line else word.as_text
        if word.has_null and self.is_form:
            return None
        if len(word.typed) > self.longest:
            return wanted[: self.longest] if self.cuts else None
        return wanted

    def __str__(self) -> str:
        return self.name


def _posts(path: str, field: str, **others: object) -> Go:
    """To the path at the desk, with the words in that field; `{…}` in either is filled from the house."""

    def go(house: House, typed: str, number: int) -> HttpResponse:
        filled = {name: str(value).format(number=number, **vars(house)) for name, value in others.items()}
        return house.desk.post(path.format(**vars(house)), {**filled, field: typed})

    return go


def _portal_posts(path: str, field: str, **others: object) -> Go:
    return lambda house, typed, _number: house.portal.post(path, {**others, field: typed})


def _by_api(path: str, field: str) -> Go:
    def go(house: House, typed: str, _number: int) -> HttpResponse:
        bearer = {"host": house.business.host, "Authorization": f"Bearer {house.secret}"}
        there, wanted = path.format(**vars(house)), typed if field != "tags" else [typed]
        send = Browser(headers=bearer).post if there.endswith("notes") else Browser(headers=bearer).patch
        return send(there, {field: wanted}, content_type="application/json")

    return go


def _newest(kind: str, read: Callable[[Activity], object]) -> Kept:
    return lambda _house: read(Activity.objects.filter(kind=kind).latest("at"))


def _lead(name: str) -> Kept:
    return lambda house: getattr(Lead.objects.get(pk=house.lead), name)


def _values(name: str) -> Go:
    return _posts("/desk/leads/{lead}/values/" + name + "/", "value")


NEW_LEAD = "/desk/leads/new/"
BUSINESS = {
    "name": "Fennmoor", "accent": "#15574b", "language": "en", "time_zone": "Europe/Lisbon", "country": "US",
    "currency": "USD", "invitation_days": "7",
}  # fmt: skip
DOORS = (
    Door(
        "the company of a new lead",
        _posts(NEW_LEAD, "company", name="Maya", email="n{number}@hostile.example", origin="new"),
        lambda _house: Lead.objects.latest("received_at").company,
    ),
    Door(
        "the search criteria of a new lead",
        _posts(NEW_LEAD, "search_criteria", name="Maya", email="s{number}@hostile.example", origin="new"),
        lambda _house: Lead.objects.latest("received_at").search_criteria,
        longest=20_000,
        is_line=False,
    ),
    Door(
        "the note of a new lead",
        _posts(NEW_LEAD, "note", name="Maya", email="o{number}@hostile.example", origin="new"),
        _newest("lead.noted", lambda line: line.body),
        longest=20_000,
        is_line=False,
    ),
    Door("a lead's name, in place", _values("name"), _lead("name")),
    Door("a lead's company, in place", _values("company"), _lead("company")),
    Door("a lead's search criteria, in place", _values("search_criteria"), _lead("search_criteria"), 20_000, False),
    Door(
        "a custom field, in place",
        _values("own-broker_today"),
        lambda house: Lead.objects.get(pk=house.lead).fields["broker_today"],
    ),
    Door(
        "a note",
        _posts("/desk/leads/{lead}/entries/", "text", kind="note"),
        _newest("lead.noted", lambda line: line.body),
        longest=20_000,
        is_line=False,
        is_form=False,
    ),
    Door(
        "what was said in a call",
        _posts("/desk/leads/{lead}/entries/", "text", kind="call", outcome="answered", minutes="6"),
        _newest("lead.called", lambda line: line.body),
        longest=20_000,
        is_line=False,
        is_form=False,
    ),
    Door(
        "the subject of an e-mail",
        _posts("/desk/leads/{lead}/entries/", "subject", kind="mail", text="Good morning"),
        _newest("lead.mailed", lambda line: line.facts["title"]),
        is_form=False,
        cuts=True,
    ),
    Door(
        "the words of an e-mail",
        _posts("/desk/leads/{lead}/entries/", "text", kind="mail", subject="Good morning"),
        _newest("lead.mailed", lambda line: line.body),
        longest=20_000,
        is_line=False,
        is_form=False,
    ),
    Door(
        "a tag",
        _posts("/desk/leads/{lead}/tags/", "name"),
        _newest("lead.tagged", lambda line: line.facts["tag"]),
        longest=60,
        is_form=False,
        cuts=True,
    ),
    Door(
        "a lead type",
        _posts("/desk/settings/lead-types/", "name"),
        lambda _house: LeadType.objects.latest("position").name,
        longest=80,
    ),
    Door(
        "a lead type's new name",
        _posts("/desk/settings/lead-types/{lead_type}/name/", "name"),
        lambda house: LeadType.objects.get(pk=house.lead_type).name,
        longest=80,
    ),
    Door(
        "a status",
        _posts("/desk/settings/statuses/", "name"),
        lambda _house: Status.objects.latest("position").name,
        longest=80,
    ),
    Door(
        "a client type",
        _posts("/desk/settings/client-types/", "name"),
        lambda _house: ClientType.objects.latest("position").name,
        longest=80,
    ),
    Door(
        "a custom field's label",
        _posts("/desk/settings/fields/{field}/", "label"),
        lambda house: Field.objects.get(pk=house.field).label,
        longest=80,
    ),
    Door(
        "the business's name",
        _posts("/desk/settings/business/", "name", **{**BUSINESS, "name": ""}),
        lambda house: Business.objects.get(pk=house.business.pk).name,
        longest=120,
    ),
    Door(
        "the business's postal address",
        _posts("/desk/settings/business/", "postal_address", **BUSINESS),
        lambda _house: BusinessProfile.objects.get().postal_address,
        longest=300,
    ),
    Door(
        "the sender's name",
        _posts("/desk/settings/business/", "sender_name", **BUSINESS),
        lambda _house: BusinessProfile.objects.get().sender_name,
        longest=120,
    ),
    Door(
        "the name of a new user",
        _posts("/desk/settings/users/new/", "name", email="u{number}@hostile.example", is_enabled="on"),
        lambda _house: User.objects.latest("created_at").name,
    ),
    Door(
        "one's own name",
        _posts("/desk/settings/profile/", "name"),
        lambda house: Member.objects.get(pk=house.member).user.name,
    ),
    Door(
        "an API key's name",
        _posts("/desk/settings/keys/", "name", scopes="leads:read"),
        lambda _house: ApiKey.objects.latest("created_at").name,
        longest=120,
    ),
    Door(
        "a client's own name",
        _portal_posts("/portal/you/", "name", phone="", time_zone=""),
        lambda house: Client.objects.get(pk=house.client).user.name,
    ),
    Door("a lead's company, by the API", _by_api("/api/v1/leads/{lead}", "company"), _lead("company")),
    Door(
        "a tag, by the API",
        _by_api("/api/v1/leads/{lead}", "tags"),
        lambda house: LeadTag.objects.get(lead=house.lead).tag.name,
        longest=60,
    ),
    Door(
        "a note, by the API",
        _by_api("/api/v1/leads/{lead}/notes", "text"),
        _newest("lead.noted", lambda line: line.body),
        longest=20_000,
        is_line=False,
    ),
    Door(
        "a name that signs up",
        lambda house, typed, number: Browser(headers={"host": house.business.host}).post(
            "/portal/sign-up/",
            {"name": typed, "email": f"p{number}@hostile.example", "password": "a short sentence of mine"},
            REMOTE_ADDR=f"192.0.2.{number}",
        ),
        lambda _house: Code.objects.latest("created_at").details["name"],
    ),
)
