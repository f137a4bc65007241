"""One detail of a lead, changed in place. With htmx the value becomes a form and the form the value again; without it,
the form is a page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.leads.lead_page import visible
from doorstep.desk.leads.properties import DetailForm, LeadDetails
from doorstep.ui.answers import refusals_on, render_form
from doorstep.ui.toasts import toast


@desk
def value(request: DeskRequest, pk: UUID, detail: str) -> HttpResponse:
    sheet = LeadDetails.of(visible(request, pk, is_held=request.method == "POST"), request.member)
    if request.method == "POST":
        return _save(request, sheet, detail)
    form = sheet.form(detail)
    return _value(request, sheet, detail) if "shown" in request.GET else _form(request, sheet, detail, form)


def _save(request: DeskRequest, sheet: LeadDetails, name: str) -> HttpResponse:
    form = sheet.form(name, request.POST)
    if not form.is_valid() or not _is_written(request, sheet, name, form):
        return _form(request, sheet, name, form)
    if request.headers.get("HX-Request"):
        answer = _value(request, sheet, name)
        answer["HX-Trigger"] = "lead-changed"
        return answer
    toast(request, _("%(detail)s saved.") % {"detail": sheet.label(name)})
    return redirect("desk:lead", pk=sheet.lead.pk)


def _is_written(request: DeskRequest, sheet: LeadDetails, name: str, form: DetailForm) -> bool:
    with refusals_on(form, field="value"):
        sheet.write(name, form.cleaned_data["value"], by=request.member)
    return not form.errors


def _value(request: DeskRequest, sheet: LeadDetails, name: str) -> HttpResponse:
    detail = {"name": name, "label": sheet.label(name), "value": sheet.shown(name)}
    return render(request, "desk/leads/value.html", {"lead": sheet.lead, "detail": detail})


def _form(request: DeskRequest, sheet: LeadDetails, name: str, form: DetailForm) -> HttpResponse:
    template = "desk/leads/value_form.html" if request.headers.get("HX-Request") else "desk/leads/value_page.html"
    return render_form(request, template, form, lead=sheet.lead, name=name, label=sheet.label(name))
