"""What a client changes about herself. Shape only: the verbs say what cannot be."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.accounts.passwords import LONGEST
from doorstep.clients.kinds import CHANGED_DETAILS
from doorstep.clients.models import Client
from doorstep.timeline.models import Activity
from doorstep.ui.optimistic import Change, Optimistic


def time_zones() -> list[tuple[str, str]]:
    """Places, without the aliases and fixed offsets that nobody looks for."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return [("", str(_("As the business"))), *((zone, zone.replace("_", " ").replace("/", " / ")) for zone in places)]


class DetailsForm(Optimistic, forms.Form):
    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name, first and last.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=time_zones,
        help_text=_("Every time you read here is in this zone."),
        error_messages={"invalid_choice": _("Choose a time zone from the list.")},
    )

    def __init__(self, client: Client, posted: object = None) -> None:
        now = {name: getattr(client.user, name) for name in self.base_fields}
        super().__init__(posted, initial=now)  # type: ignore[arg-type]
        self.client = client

    def last_change(self, name: str) -> Change | None:  # noqa: ARG002
        return Activity.objects.about([self.client.pk]).newest(CHANGED_DETAILS.key)


class PasswordForm(forms.Form):
    current = forms.CharField(
        label=_("Password of today"),
        strip=False,
        max_length=LONGEST,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A short sentence is good."),
        error_messages={"required": _("Choose a password.")},
    )
