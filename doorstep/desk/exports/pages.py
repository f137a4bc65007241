"""A list as a file: first a dialog that asks for which program, then a work to watch."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from doorstep.accounts.doors import desk
from doorstep.accounts.exporting import keys_export, users_export, works_export
from doorstep.accounts.requests import DeskRequest
from doorstep.clients.exporting import clients_export, invitations_export
from doorstep.desk.clients.pages import text_asked_for
from doorstep.desk.invitations.pages import status_asked_for
from doorstep.importing.exporting import imports_export
from doorstep.leads.exporting import deleted_leads_export, fields_export
from doorstep.mail.exporting import held_back_export
from doorstep.tenancy.exporting import EXPORTERS, Exporter, Format, Row

MADE_IN_THE_BACKGROUND = (
    "download",
    gettext_lazy("The file is made in the background. Only you can download it, for 24 hours."),
)


class FileForm(forms.Form):
    file_format = forms.ChoiceField(
        label=gettext_lazy("File"), choices=Format.choices, initial=Format.CSV, widget=forms.RadioSelect
    )


Which = tuple[str, str]
"""Which rows of a list go into the file, in words, and the address of the list itself."""


@require_http_methods(["GET", "POST"])
@desk
def clients(request: DeskRequest) -> HttpResponse:
    text = text_asked_for(request)
    rows = _("The clients found by “%s”.") % text if text else _("All clients you can see.")
    which = rows, reverse("desk:clients", query={"q": text} if text else None)
    return _ask(request, clients_export, which, q=text)


@require_http_methods(["GET", "POST"])
@desk
def sent_invitations(request: DeskRequest) -> HttpResponse:
    status = status_asked_for(request)
    rows = _("The invitations in the state “%s”.") % status.label if status else _("All invitations you can see.")
    which = rows, reverse("desk:sent-invitations", query={"status": status.value} if status else None)
    return _ask(request, invitations_export, which, status=status.value if status else "")


@require_http_methods(["GET", "POST"])
@desk(admin=True)
def deleted_leads(request: DeskRequest) -> HttpResponse:
    return _ask(request, deleted_leads_export, (_("All deleted leads you can see."), reverse("desk:deleted-leads")))


@require_http_methods(["GET", "POST"])
@desk
def imports(request: DeskRequest) -> HttpResponse:
    return _ask(request, imports_export, (_("All imports you can see."), reverse("desk:imports")))


@require_http_methods(["GET", "POST"])
@desk
def works(request: DeskRequest) -> HttpResponse:
    return _ask(request, works_export, (_("All that you asked for."), reverse("desk:work")))


@require_http_methods(["GET", "POST"])
@desk(admin=True)
def users(request: DeskRequest) -> HttpResponse:
    return _ask(request, users_export, (_("Everybody in your team."), reverse("desk:users")))


@require_http_methods(["GET", "POST"])
@desk(admin=True)
def keys(request: DeskRequest) -> HttpResponse:
    return _ask(request, keys_export, (_("All keys of your team, the revoked ones too."), reverse("desk:keys")))


@require_http_methods(["GET", "POST"])
@desk(house=True)
def held_back(request: DeskRequest) -> HttpResponse:
    text = text_asked_for(request)
    rows = _("The addresses found by “%s”.") % text if text else _("All addresses that get no mail now.")
    which = rows, reverse("desk:held-back", query={"q": text} if text else None)
    return _ask(request, held_back_export, which, q=text)


@require_http_methods(["GET", "POST"])
@desk(house=True)
def options(request: DeskRequest, sort: str) -> HttpResponse:
    which = _("All of them, the retired ones too."), reverse(f"desk:{sort}")
    return _ask(request, EXPORTERS[sort], which)


@require_http_methods(["GET", "POST"])
@desk(house=True)
def fields(request: DeskRequest) -> HttpResponse:
    which = _("The custom fields of every lead type."), reverse("desk:lead-types")
    return _ask(request, fields_export, which)


def _ask(request: DeskRequest, exporter: Exporter[Row], which: Which, **arguments: object) -> HttpResponse:
    form, (rows, back) = FileForm(request.POST if request.method == "POST" else None, auto_id="export-%s"), which
    if form.is_valid():
        file_format = Format(form.cleaned_data["file_format"])
        again = request.get_full_path()
        work = exporter.ask(file_format, by=request.member, back=back, again=again, **arguments)
        return redirect("desk:one-work", pk=work.pk)
    outcome = [("list-checks", rows), MADE_IN_THE_BACKGROUND]
    context = {"form": form, "name": exporter.name, "back": back, "outcome": outcome}
    return render(request, "desk/work/export.html", context, status=422 if form.is_bound else 200)
