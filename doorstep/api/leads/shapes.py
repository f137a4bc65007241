"""A lead as the API takes and gives it. Names of lead types, statuses and tags go both ways as people know them."""

import re
from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticKnownError

from doorstep.leads.models import Lead
from doorstep.leads.person import TEXTS
from doorstep.timeline.kinds import LONGEST_BODY
from doorstep.timeline.models import Activity

Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
Note = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    Field(json_schema_extra={"maxLength": LONGEST_BODY}),  # what is longer the timeline refuses, in its own words
]
Details = Annotated[dict[Word, Annotated[str, StringConstraints(max_length=2_000)]], Field(max_length=60)]
Tags = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=60)]], Field(max_length=50)]
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def as_written(value: object) -> object:
    """Pydantic would also take a number, as seconds since 1970."""
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return value
    raise PydanticKnownError("date_type")


Day = Annotated[date, BeforeValidator(as_written)]


def text(name: str, help_text: str = "") -> str:
    return Field(default="", max_length=TEXTS[name], description=help_text or None)  # type: ignore[no-any-return]


class LeadChange(Schema):
    """What may be written. Unknown names are refused, so that a typing mistake is not lost silently."""

    model_config = ConfigDict(extra="forbid")

    name: str = text("name", "The whole name; or first_name and last_name.")
    first_name: str = text("first_name")
    last_name: str = text("last_name")
    email: str = text("email", "An e-mail or a phone is needed.")
    phone: str = text("phone", "With +, or as it is dialled in the business's country.")
    company: str = text("company")
    job_title: str = text("job_title")
    street: str = text("street")
    city: str = text("city")
    region: str = text("region")
    postal_code: str = text("postal_code")
    country: str = text("country")
    language: str = text("language")
    website: str = text("website")
    birthday: Day | None = None
    source: str = text("source", "Where the lead comes from, as the list's filter names it.")
    origin: Literal["new", "brought"] = "new"
    brought_from: str = text("brought_from")
    referral_source: str = text("referral_source")
    property_interest: str = text("property_interest")
    search_criteria: str = text("search_criteria")
    external_id: str = text("external_id", "Its number in your own program.")
    lead_type: Word | None = Field(default=None, description="By its name in the settings.")
    status: Word | None = Field(default=None, description="By its name in the settings.")
    fields: Details = Field(
        default_factory=dict, description="Custom fields by key. In a change the others stay; an empty text clears one."
    )
    tags: Tags = Field(default_factory=list, description="Made when they are new. A change replaces all of them.")


class NewLead(LeadChange):
    capture: Details = Field(default_factory=dict, description="Page, campaign, referrer, consent: kept as they came.")


class Colleague(Schema):
    id: UUID
    name: str


class LeadShown(Schema):
    id: UUID
    stage: str
    name: str
    first_name: str
    last_name: str
    email: str
    phone: str
    company: str
    job_title: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    language: str
    website: str
    birthday: date | None
    source: str
    origin: str
    brought_from: str
    referral_source: str
    property_interest: str
    search_criteria: str
    external_id: str
    lead_type: str | None
    status: str | None
    assignee: Colleague | None
    tags: list[str]
    fields: dict[str, str]
    received_at: datetime
    updated_at: datetime
    last_contact_at: datetime | None
    invited_at: datetime | None
    invitation_expires_at: datetime | None
    registered_at: datetime | None

    @classmethod
    def of(cls, lead: Lead, tags: list[str]) -> Self:
        """`lead` with its type, status and assignee's user at hand. From our database, so nothing is checked again."""
        assignee = lead.assignee and Colleague.model_construct(id=lead.assignee.pk, name=lead.assignee.user.name)
        named = {
            "stage": lead.stage.value,
            "lead_type": lead.lead_type and lead.lead_type.name,
            "status": lead.status and lead.status.name,
            "assignee": assignee,
            "tags": tags,
        }
        plain = {name: getattr(lead, name) for name in cls.model_fields if name not in named}
        return cls.model_construct(**plain, **named)


class LeadListed(LeadShown):
    etag: str = Field(description="For If-Match, when you change it without reading it once more.")


class LeadPage(Schema):
    leads: list[LeadListed]
    next_cursor: str | None = Field(description="Goes into `cursor` for the next page; null on the last one.")


class NewNote(Schema):
    model_config = ConfigDict(extra="forbid")

    text: Note


class NoteShown(Schema):
    id: UUID
    text: str
    at: datetime
    by: str

    @classmethod
    def of(cls, activity: Activity) -> Self:
        return cls.model_construct(id=activity.pk, text=activity.body, at=activity.at, by=activity.actor_name)


class NotePage(Schema):
    notes: list[NoteShown]
    next_cursor: str | None
