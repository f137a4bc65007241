"""Where a column of a file can go."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doorstep.leads.models import Field

SKIP = ""
NEW_FIELD = "new_field"
FIELD = "field:"


@dataclass(frozen=True)
class Target:
    """`joins` says what stands between the cells of several columns; without it the first that is filled wins."""

    key: str
    label: str | Promise
    joins: str = ""


FIRST_NAME, MIDDLE_NAME, LAST_NAME, NAME = "first_name", "middle_name", "last_name", "name"
EMAIL, PHONE, NOTE, TAGS = "email", "phone", "note", "tags"
LEAD_TYPE, STATUS, ASSIGNEE = "lead_type", "status", "assignee"
RECEIVED, BIRTHDAY = "received_at", "birthday"

TARGETS = (
    Target(FIRST_NAME, _("First name")),
    Target(MIDDLE_NAME, _("Middle name")),
    Target(LAST_NAME, _("Last name")),
    Target(NAME, _("Full name")),
    Target(EMAIL, _("E-mail")),
    Target(PHONE, _("Phone")),
    Target("company", _("Company")),
    Target("job_title", _("Job title")),
    Target("street", _("Street"), joins=", "),
    Target("city", _("City")),
    Target("region", _("Region or state")),
    Target("postal_code", _("Postal code")),
    Target("country", _("Country")),
    Target("language", _("Language")),
    Target("website", _("Website")),
    Target(BIRTHDAY, _("Birthday")),
    Target(LEAD_TYPE, _("Lead type")),
    Target(STATUS, _("Status")),
    Target("source", _("Source")),
    Target(TAGS, _("Tags"), joins=";"),
    Target(NOTE, _("Note"), joins="\n"),
    Target(ASSIGNEE, _("Assignee (e-mail or name)")),
    Target(RECEIVED, _("Received on")),
    Target("brought_from", _("Brought from")),
    Target("referral_source", _("Referral source")),
    Target("property_interest", _("Property of interest")),
    Target("search_criteria", _("Search criteria"), joins="\n"),
    Target("external_id", _("External ID")),
)
BY_KEY = {target.key: target for target in TARGETS}
ONE_OF_A_LIST = (LEAD_TYPE, STATUS, ASSIGNEE)  # values that may be unknown here
DATES = (RECEIVED, BIRTHDAY)


def custom_targets() -> list[Target]:
    return [Target(FIELD + field.key, field.label) for field in Field.objects.all()]


def all_targets(*, may_add_fields: bool) -> list[Target]:
    added = [Target(NEW_FIELD, _("New custom field"))] if may_add_fields else []
    return [*TARGETS, *custom_targets(), *added, Target(SKIP, _("Do not import"))]
