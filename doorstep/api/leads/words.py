"""From the names that a program sends to the lead types, statuses, custom fields and tags of the business."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from doorstep.accounts.models import ApiKey
from doorstep.kit.errors import NotAllowed
from doorstep.leads.editing import put_tag, take_tag
from doorstep.leads.models import Field, Lead, LeadTag, LeadType, Status, Tag
from doorstep.timeline.options import Option

Row = TypeVar("Row", bound=Option)


def lead_type_named(name: str | None) -> LeadType | None:
    """Raises NotAllowed with the names there are."""
    return _named(LeadType, name, "lead_type") if name else None


def status_named(name: str | None) -> Status | None:
    return _named(Status, name, "status") if name else None


def refuse_unknown_fields(fields: dict[str, str]) -> None:
    unknown = set(fields) - set(Field.objects.values_list("key", flat=True)) if fields else set()
    for key in sorted(unknown):
        raise NotAllowed(
            _("There is no custom field “%s”. The settings list them under Lead types.") % key, field="fields"
        )


def tags_of(leads: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The names by lead, in one query."""
    named: dict[UUID, list[str]] = {}
    rows = LeadTag.objects.filter(lead__in=list(leads)).values_list("lead_id", "tag__name")
    for lead, name in rows:
        named.setdefault(lead, []).append(name)
    return {lead: sorted(names, key=_in_order) for lead, names in named.items()}


def _in_order(name: str) -> tuple[str, str]:
    return name.casefold(), name


def set_tags(lead: Lead, names: list[str], *, by: ApiKey) -> list[str]:
    """The tags as they are called, case and all."""
    wanted = {tag.pk: tag for tag in (Tag.objects.named(name, team_id=lead.team_id) for name in names)}
    borne = {row.tag_id: row.tag for row in LeadTag.objects.filter(lead=lead).select_related("tag")}
    for pk in wanted.keys() - borne.keys():
        put_tag(lead, wanted[pk], by=by)
    for pk in borne.keys() - wanted.keys():
        take_tag(lead, borne[pk], by=by)
    return sorted((tag.name for tag in wanted.values()), key=_in_order)


def _named(model: type[Row], name: str, field: str) -> Row:
    offered: list[Row] = list(model.objects.offered())  # type: ignore[arg-type]  # a manager does not keep its Row
    for row in offered:
        if row.name.casefold() == name.casefold():
            return row
    names = ", ".join(row.name for row in offered)
    raise NotAllowed(
        _("There is no “%(name)s”. Use one of these: %(names)s.") % {"name": name, "names": names}, field=field
    )
