"""The business's own settings, changed by an admin."""

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line
from doorstep.kit.pictures import picture_kind, pixels
from doorstep.tenancy.models import Business, BusinessProfile
from doorstep.timeline.kinds import Actor, Kind

BUSINESS_CHANGED = Kind("business.changed", gettext_lazy("{actor} changed {fields} of the business"), icon="building-2")
LARGEST_LOGO = 1_000_000
MOST_PIXELS = 4_000_000  # unpacked 16 MB, in everybody's browser


def change_business(*, by: Actor | None, name: str, **values: object) -> None:
    """Writes what differs. `values` are columns of the profile."""
    profile = BusinessProfile.held()
    name = clean_line(name)
    if not name:
        raise NotAllowed(_("Type a name."), field="name")
    values = {column: clean_line(now) if isinstance(now, str) else now for column, now in values.items()}
    changed = [column for column, now in values.items() if getattr(profile, column) != now]
    for column in changed:
        setattr(profile, column, values[column])
    profile.save(update_fields=changed)
    if name != profile.business.name:
        Business.objects.filter(pk=profile.business.pk).update(name=name)
        changed.append("name")
    if changed:
        BUSINESS_CHANGED.record(profile, by=by, fields=", ".join(column.replace("_", " ") for column in changed))


def set_logo(content: bytes, *, by: Actor | None) -> None:
    """Only what is a picture by its first bytes, whatever it is called; kept under a name of ours."""
    kind = picture_kind(content)
    if not kind or not pixels(content):
        raise NotAllowed(_("This is no picture that we can show. Use a PNG, JPEG or WebP."), field="logo")
    if len(content) > LARGEST_LOGO:
        raise NotAllowed(_("The picture is larger than 1 MB. Make it smaller; 400 pixels are enough."), field="logo")
    if pixels(content) > MOST_PIXELS:
        raise NotAllowed(
            _("The picture has more than 4 million pixels. Make it smaller; 400 across are enough."), field="logo"
        )
    profile = BusinessProfile.held()
    profile.logo.save(f"{profile.pk.hex}.{kind}", ContentFile(content), save=False)
    profile.save(update_fields=["logo"])
    BUSINESS_CHANGED.record(profile, by=by, fields=_("the logo"))


def remove_logo(*, by: Actor | None) -> None:
    profile = BusinessProfile.held()
    if profile.logo:
        profile.logo = ""
        profile.save(update_fields=["logo"])
        BUSINESS_CHANGED.record(profile, by=by, fields=_("the logo"))
