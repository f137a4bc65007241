"""What a client changes about herself: name, phone, time zone, password."""

from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from doorstep.accounts.passwords import change
from doorstep.clients.kinds import CHANGED_DETAILS, CHANGED_PASSWORD
from doorstep.clients.models import Client
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line, phone_fault
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.kinds import Actor


def change_details(client: Client, *, name: str, phone: str, time_zone: str, by: Actor) -> list[str]:
    """The labels of what differs now; raises NotAllowed beside the field that cannot be."""
    details = {"name": clean_line(name, 200), "phone": clean_line(phone, 40), "time_zone": time_zone}
    _refuse_unusable(details)
    client.user.hold()
    labels = {"name": _("the name"), "phone": _("the phone"), "time_zone": _("the time zone")}
    changed = [label for label in labels if getattr(client.user, label) != details[label]]
    for label in changed:
        setattr(client.user, label, details[label])
    if changed:
        client.user.save(update_fields=changed)
        CHANGED_DETAILS.record(client, by=by, fields=", ".join(labels[label] for label in changed))
    return changed


def change_password(client: Client, *, current: str, new: str, ip: str, by: Actor) -> None:
    """Signs the account out everywhere; the caller signs this browser in again."""
    change(client.user, new, current=current, ip=ip)
    CHANGED_PASSWORD.record(client, by=by)


def _refuse_unusable(details: dict[str, str]) -> None:
    if not details["name"]:
        raise NotAllowed(_("Type your name, first and last."), field="name")
    country = BusinessProfile.objects.get().country
    if details["phone"] and (fault := phone_fault(details["phone"], country)):
        raise NotAllowed(fault, field="phone")
    if details["time_zone"] and details["time_zone"] not in available_timezones():
        raise NotAllowed(_("Choose a time zone from the list."), field="time_zone")
