"""Details changed in place, one line on the timeline for each; tags put on and taken off."""

from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.kit.errors import NotAllowed
from doorstep.leads.kinds import EDITED, TAGGED, UNTAGGED
from doorstep.leads.models import Lead, LeadTag, Tag
from doorstep.leads.person import tidy
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.kinds import Actor

NEVER_SHOWN = {"name_key", "email_key", "phone_key"}


def edit(lead: Lead, *, by: Actor, **values: object) -> list[str]:
    """Writes what differs and returns the names of those details; nothing is written when one of them is refused."""
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
    for name in changed.keys() - NEVER_SHOWN:
        EDITED.record(lead, by=by, field=_label(name), was=_shown(was[name]), now=_shown(changed[name]))
    return sorted(changed)


def put_tag(lead: Lead, tag: Tag, *, by: Actor) -> None:
    _row, is_new = LeadTag.objects.get_or_create(lead=lead, tag=tag)
    if is_new:
        TAGGED.record(lead, by=by, tag=tag.name)


def take_tag(lead: Lead, tag: Tag, *, by: Actor) -> None:
    gone, _rows = LeadTag.objects.filter(lead=lead, tag=tag).delete()
    if gone:
        UNTAGGED.record(lead, by=by, tag=tag.name)


def _refuse_to_become_unreachable(lead: Lead, changed: dict[str, object]) -> None:
    email, phone = changed.get("email_key", lead.email_key), changed.get("phone_key", lead.phone_key)
    if not email and not phone:
        field = "email" if "email_key" in changed else "phone"
        raise NotAllowed(_("No e-mail and no phone would be left. One of them is needed."), field=field)


def _label(name: str) -> str:
    return str(Lead._meta.get_field(name).verbose_name)


def _shown(value: object) -> str:
    return str(value) if value not in (None, "", {}) else _("nothing")


