"""The details of a lead that are edited in place: what they are called, how they are typed, how they read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.accounts.models import Member
from doorstep.leads.choices import Choices
from doorstep.leads.editing import edit, newest_change
from doorstep.leads.models import Field, Lead, LeadType, Status
from doorstep.leads.models.lead import Origin
from doorstep.leads.models.options import FieldKind
from doorstep.leads.person import TEXTS
from doorstep.ui.fields import DayInput
from doorstep.ui.optimistic import Change, Optimistic
from doorstep.ui.words import day

OWN = "own-"  # before the key of a custom field
Options = list[tuple[str, str]]
LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "company": gettext_lazy("Company"),
    "job_title": gettext_lazy("Job title"),
    "language": gettext_lazy("Language"),
    "city": gettext_lazy("City"),
    "street": gettext_lazy("Street"),
    "region": gettext_lazy("Region"),
    "postal_code": gettext_lazy("Postal code"),
    "country": gettext_lazy("Country"),
    "website": gettext_lazy("Website"),
    "birthday": gettext_lazy("Birthday"),
    "lead_type": gettext_lazy("Lead type"),
    "status": gettext_lazy("Status"),
    "assignee": gettext_lazy("Assigned to"),
    "source": gettext_lazy("Source"),
    "property_interest": gettext_lazy("Property"),
    "origin": gettext_lazy("New or brought"),
    "brought_from": gettext_lazy("Brought from"),
    "search_criteria": gettext_lazy("Search criteria"),
    "referral_source": gettext_lazy("Referral source"),
}
PERSON = ("name", "email", "phone", "company", "job_title", "language", "city")
MORE = ("street", "region", "postal_code", "country", "website", "birthday")
SALES = ("lead_type", "status", "assignee")
SALES_INFO = ("property_interest", "search_criteria", "origin", "brought_from", "referral_source", "source")
TEXT_INPUTS = {"email": "email", "phone": "tel", "website": "url"}


@dataclass(frozen=True)
class Detail:
    """`value` is what stands on the page, '' when there is nothing."""

    name: str
    label: str
    value: str


class DetailForm(Optimistic, forms.Form):
    """One field, called `value`."""

    change: Callable[[], Change | None]

    def last_change(self, name: str) -> Change | None:  # noqa: ARG002
        return self.change()


@dataclass
class LeadDetails:
    """A lead with what it can be given."""

    lead: Lead
    choices: Choices
    own: list[Field] = field(default_factory=list)

    @classmethod
    def of(cls, lead: Lead, member: Member) -> "LeadDetails":
        return cls(lead, Choices.of(member), list(Field.objects.all()))

    @property
    def own_fields(self) -> list[Field]:
        """The custom fields of every lead and of this lead's type."""
        return [one for one in self.own if one.lead_type_id in (None, self.lead.lead_type_id)]

    def details(self, *names: str) -> Iterator[Detail]:
        for name in names:
            yield Detail(name, str(LABELS[name]), self.shown(name))

    def own_details(self) -> Iterator[Detail]:
        for one in self.own_fields:
            yield Detail(OWN + one.key, one.label, self.shown(OWN + one.key))

    def label(self, name: str) -> str:
        own = self._own(name)
        return own.label if own else str(LABELS[name])

    def shown(self, name: str) -> str:
        """As people read it."""
        value = self.value(name)
        if isinstance(value, date):
            return day(value)
        return (
            str(dict(self.options(name)).get(str(value), value) or "")
            if name != "origin"
            else str(Origin(self.lead.origin).label)
        )

    def value(self, name: str) -> object:
        """As the form is filled."""
        if name.startswith(OWN):
            return self.lead.fields.get(name.removeprefix(OWN), "")
        if name in SALES:
            return str(getattr(self.lead, f"{name}_id") or "")
        return getattr(self.lead, name)

    def options(self, name: str) -> Options:
        own = self._own(name)
        if own is not None:
            yes_no = [("yes", _("Yes")), ("no", _("No"))]
            return yes_no if own.kind == FieldKind.YES_NO else [(choice, choice) for choice in own.choices]
        if name == "origin":
            return [(origin.value, str(origin.label)) for origin in Origin]
        names = {
            "lead_type": self.choices.lead_types,
            "status": self.choices.statuses,
            "assignee": self.choices.colleagues,
        }
        held = self.value(name) if name in names else ""
        return [
            (str(pk), label)
            for pk, label in names.get(name, {}).items()
            if pk not in self.choices.gone or str(pk) == held
        ]

    def form(self, name: str, typed: object = None) -> DetailForm:
        """Unknown names are a 404: they come from the URL."""
        if name not in LABELS and self._own(name) is None:
            raise Http404
        form = DetailForm(typed, initial={"value": self.value(name)}, auto_id=f"edit-{name}")  # type: ignore[arg-type]
        form.fields["value"] = self._field(name)
        form.change = lambda: newest_change(self.lead, name, self.label(name))
        return form

    def write(self, name: str, value: object, *, by: Member) -> None:
        """Raises NotAllowed with the sentence that stands beside the field."""
        if name == "assignee":
            self.lead.assign_to(
                Member.objects.visible_to(by).select_related("user").get_or_404(str(value)) if value else None, by=by
            )
        elif name in ("lead_type", "status"):
            model = LeadType if name == "lead_type" else Status
            edit(self.lead, by=by, **{name: model.objects.get_or_404(UUID(str(value))) if value else None})
        elif name.startswith(OWN):
            edit(self.lead, by=by, fields={name.removeprefix(OWN): "" if value is None else str(value)})
        else:
            edit(self.lead, by=by, **{name: value})

    def _own(self, name: str) -> Field | None:
        return next((one for one in self.own_fields if OWN + one.key == name), None)

    def _field(self, name: str) -> forms.Field:
        label, own = self.label(name), self._own(name)
        if name == "birthday" or (own and own.kind == FieldKind.DATE):
            return forms.DateField(label=label, required=False, widget=DayInput)
        if own and own.kind == FieldKind.NUMBER:
            return forms.DecimalField(label=label, required=False)
        if options := self.options(name):
            empty = {"assignee": _("Nobody yet")}.get(name, _("None"))
            choices = options if name == "origin" else [("", empty), *options]
            return forms.ChoiceField(label=label, required=name == "origin", choices=choices)
        if name == "search_criteria":
            several_lines = forms.Textarea(attrs={"rows": 4})
            return forms.CharField(label=label, required=False, max_length=TEXTS[name], widget=several_lines)
        widget = forms.TextInput(attrs={"type": TEXT_INPUTS.get(name, "text"), "dir": "auto"})
        return forms.CharField(
            label=label,
            required=name == "name",
            max_length=TEXTS.get(name, 200),
            widget=widget,
            error_messages={"required": _("Type the person's name.")},
        )
