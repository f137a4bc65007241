"""Details changed in place, one line on the timeline for each; tags put on and taken off."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.kit.errors import NotAllowed
from doorstep.leads.kinds import ASSIGNED, EDITED, TAGGED, UNASSIGNED, UNTAGGED
from doorstep.leads.models import Field, Lead, LeadTag, Tag
from doorstep.leads.person import PARTS_OF_THE_NAME, tidy
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.kinds import Actor
from doorstep.timeline.models import Activity
from doorstep.ui.words import day

Own = dict[str, str]
LABELS = {field.name: str(field.verbose_name) for field in Lead._meta.fields}
NEVER_TOLD = {"name_key", "email_key", "phone_key", "fields"}


def edit(lead: Lead, *, by: Actor, **values: object) -> list[str]:
    """Writes what differs and returns the names of those details; nothing is written when one of them is refused.

    Holds the lead, so that two who edit it at once lose nothing of each other's. Of the custom `fields` only those
    named change; an empty text clears one.
    """
    lead.hold()
    if "fields" in values:
        own = {**lead.fields, **cast(Own, values["fields"])}
        values["fields"] = {key: text for key, text in own.items() if text}
    details = tidy(values, country=BusinessProfile.objects.get().country, current=lead)
    changed = {name: now for name, now in details.items() if getattr(lead, name) != now}
    if not changed:
        return []
    _refuse_to_become_unreachable(lead, changed)
    was = {name: getattr(lead, name) for name in changed}
    for name, now in changed.items():
        setattr(lead, name, now)
    lead.updated_at = timezone.now()
    lead.save(update_fields=[*changed, "updated_at"])
    for label, before, now in _told(was, changed):
        EDITED.record(lead, by=by, field=label, was=_shown(before), now=_shown(now))
    return sorted(changed)


def newest_change(lead: Lead, detail: str, label: str) -> Activity | None:
    """Who changed this detail last, if a member did. `label` is for custom fields, which the timeline calls by it."""
    told = Activity.objects.about([lead.pk])
    if detail == "assignee":
        return told.newest(ASSIGNED.key, UNASSIGNED.key)
    return told.newest(EDITED.key, field=LABELS.get(detail, label))


def _told(was: dict[str, object], changed: dict[str, object]) -> Iterator[tuple[str, object, object]]:
    """A line for each detail a person would name: not for the twins, not for the parts of a name beside the name."""
    untold = NEVER_TOLD | (PARTS_OF_THE_NAME if "name" in changed else set())
    for name in sorted(changed.keys() - untold):
        yield LABELS[name], was[name], changed[name]
    before, now = cast(Own, was.get("fields", {})), cast(Own, changed.get("fields", {}))
    if before != now:
        labels = dict(Field.objects.values_list("key", "label"))
        for key in sorted(before.keys() | now.keys()):
            if before.get(key) != now.get(key):
                yield labels.get(key, key), before.get(key), now.get(key)


def put_tag(lead: Lead, tag: Tag, *, by: Actor) -> bool:
    """False when the lead bore it already."""
    _row, is_new = LeadTag.objects.get_or_create(lead=lead, tag=tag)
    if is_new:
        TAGGED.record(lead, by=by, tag=tag.name)
    return is_new


def take_tag(lead: Lead, tag: Tag, *, by: Actor) -> bool:
    """False when the lead did not bear it."""
    gone, _rows = LeadTag.objects.filter(lead=lead, tag=tag).delete()
    if gone:
        UNTAGGED.record(lead, by=by, tag=tag.name)
    return bool(gone)


def _refuse_to_become_unreachable(lead: Lead, changed: dict[str, object]) -> None:
    email, phone = changed.get("email_key", lead.email_key), changed.get("phone_key", lead.phone_key)
    if not email and not phone:
        field = "email" if "email_key" in changed else "phone"
        raise NotAllowed(_("No e-mail and no phone would be left. One of them is needed."), field=field)


def _shown(value: object) -> str:
    if isinstance(value, date):
        return day(value)
    return str(value) if value not in (None, "", {}) else _("nothing")
