"""A list as a file: first a dialog that asks for which program, then a work to watch."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.clients.exporting import export_clients, export_invitations
from doorstep.desk.clients import text_asked_for
from doorstep.desk.invitations import fate_asked_for
from doorstep.leads.bulk import export_deleted
from doorstep.tenancy.exporting import Format
from doorstep.tenancy.models import Work

MADE_IN_THE_BACKGROUND = ("download", gettext_lazy("The file is made in the background. Only you can download it."))


class FileForm(forms.Form):
    file_format = forms.ChoiceField(
        label=gettext_lazy("File"), choices=Format.choices, initial=Format.CSV, widget=forms.RadioSelect
    )


@dataclass(frozen=True)
class List:
    """What is asked about: `rows` says in words which of the list go into the file, `back` is the list itself."""

    name: str
    title: str
    rows: str
    back: str


@require_http_methods(["GET", "POST"])
@desk
def clients(request: DeskRequest) -> HttpResponse:
    text = text_asked_for(request)
    rows = _("The clients found by “%s”.") % text if text else _("All clients you can see.")
    asked = List(_("Clients"), _("Export clients"), rows, reverse("desk:clients", query={"q": text} if text else None))
    return _ask(request, asked, lambda file_format: export_clients(text, file_format, by=request.member))


@require_http_methods(["GET", "POST"])
@desk
def sent_invitations(request: DeskRequest) -> HttpResponse:
    fate = fate_asked_for(request)
    rows = _("The invitations in the state “%s”.") % fate.label if fate else _("All invitations you can see.")
    back = reverse("desk:sent-invitations", query={"fate": fate.value} if fate else None)
    asked = List(_("Sent invitations"), _("Export sent invitations"), rows, back)
    return _ask(request, asked, lambda file_format: export_invitations(fate, file_format, by=request.member))


@require_http_methods(["GET", "POST"])
@desk(admin=True)
def deleted_leads(request: DeskRequest) -> HttpResponse:
    back = reverse("desk:deleted-leads")
    asked = List(_("Deleted leads"), _("Export deleted leads"), _("All deleted leads you can see."), back)
    return _ask(request, asked, lambda file_format: export_deleted(file_format, by=request.member))


def _ask(request: DeskRequest, asked: List, export: Callable[[Format], Work]) -> HttpResponse:
    form = FileForm(request.POST if request.method == "POST" else None, auto_id="export-%s")
    if form.is_valid():
        return redirect("desk:one-work", pk=export(Format(form.cleaned_data["file_format"])).pk)
    around = {"form": form, "list": asked, "outcome": [("list-checks", asked.rows), MADE_IN_THE_BACKGROUND]}
    return render(request, "desk/work/export.html", around, status=422 if form.is_bound else 200)
