"""A lead typed in by hand (requirements 003-10 to 003-12): contact info and sales info, one form."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from django import forms
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from doorstep.accounts.doors import desk
from doorstep.accounts.models import Member
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.leads.properties import LABELS, TEXT_INPUTS
from doorstep.desk.once import once
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import email_fault, email_key, phone_key
from doorstep.leads.capture import capture
from doorstep.leads.choices import Choices
from doorstep.leads.models import Lead, LeadType, Status
from doorstep.leads.models.lead import Origin
from doorstep.leads.person import TEXTS
from doorstep.ui.toasts import toast

Row = TypeVar("Row", bound=Model)
CONTACT = ("name", "email", "phone", "company", "job_title", "city", "country", "language")
SALES = ("property_interest", "search_criteria", "brought_from", "referral_source", "source")


class NewLead(forms.Form):
    lead_type = forms.ChoiceField(label=LABELS["lead_type"], required=False)
    status = forms.ChoiceField(label=LABELS["status"], required=False)
    assignee = forms.ChoiceField(label=LABELS["assignee"], required=False)
    origin = forms.ChoiceField(
        label=gettext_lazy("Is this lead new?"), choices=Origin.choices, initial=Origin.NEW, widget=forms.RadioSelect
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, choices: Choices, member: Member, typed: Mapping[str, object] | None = None) -> None:
        super().__init__(typed, initial={"assignee": str(member.pk)})
        for name in (*CONTACT, *SALES):
            long = forms.Textarea(attrs={"rows": 3}) if name == "search_criteria" else None
            widget = long or forms.TextInput(attrs={"type": TEXT_INPUTS.get(name, "text"), "dir": "auto"})
            self.fields[name] = forms.CharField(
                label=LABELS[name],
                required=name == "name",
                max_length=TEXTS[name],
                widget=widget,
                error_messages={"required": _("Type the person's name.")},
            )
        self._offer("lead_type", choices.offered(choices.lead_types), _("None"))
        self._offer("status", choices.offered(choices.statuses), _("None"))
        self._offer("assignee", choices.offered(choices.colleagues), _("Nobody yet"))

    def _offer(self, name: str, options: list[tuple[UUID, str]], empty: str) -> None:
        self.fields[name].choices = [("", empty), *((str(pk), label) for pk, label in options)]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        if typed and (fault := email_fault(typed)):
            raise forms.ValidationError(fault)
        return typed

    @property
    def has_sales_errors(self) -> bool:
        return any(name in self.errors for name in (*SALES, "origin", "note"))

    def same_people(self, member: Member, country: str) -> list[Lead]:
        """Leads that bear the same e-mail or phone, as far as the member sees them."""
        typed = self.cleaned_data
        keys = {"email_key": email_key(typed["email"]) or "", "phone_key": phone_key(typed["phone"], country) or ""}
        return list(Lead.objects.visible_to(member).same_person(**keys).order_by("-received_at")[:5])

    def write(self, *, by: Member) -> Lead:
        typed = self.cleaned_data
        chosen = {
            "lead_type": _chosen(LeadType.objects.all(), typed["lead_type"]),
            "status": _chosen(Status.objects.all(), typed["status"]),
        }
        assignee = _chosen(Member.objects.visible_to(by).select_related("user"), typed["assignee"])
        details = {name: typed[name] for name in (*CONTACT, *SALES, "origin")}
        lead = capture(by.team, by=by, assignee=assignee, **chosen, **details)
        if typed["note"].strip():
            lead.write_note(typed["note"], by=by)
        return lead


def _chosen(rows: QuerySet[Row], pk: str) -> Row | None:
    """The form has checked that it is one of the offered."""
    return rows.filter(pk=pk).first() if pk else None


@require_http_methods(["GET", "POST"])
@desk
@once()
def new_lead(request: DeskRequest) -> HttpResponse:
    form = NewLead(Choices.of(request.member), request.member, request.POST or None)
    if not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    same = form.same_people(request.member, request.profile.country)
    if same and "anyway" not in request.POST:
        return _page(request, form, same=same, status=409)
    try:
        with transaction.atomic():
            lead = form.write(by=request.member)
    except NotAllowed as refusal:
        field = "note" if refusal.field == "text" else refusal.field
        form.add_error(field if field in form.fields else None, refusal.sentence)
        return _page(request, form, status=422)
    toast(request, _("%s is now one of your leads.") % lead)
    return redirect("desk:lead", pk=lead.pk)


def _page(request: DeskRequest, form: NewLead, *, same: list[Lead] | None = None, status: int = 200) -> HttpResponse:
    return render(
        request,
        "desk/leads/new.html",
        {"form": form, "same": same or [], "contact": CONTACT, "sales": SALES},
        status=status,
    )
