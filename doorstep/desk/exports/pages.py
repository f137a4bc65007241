"""A list as a file: first a dialog that asks for which program, then a work to watch.

A list's room names the page in its own urls:

    path("export/", export_page(tasks_export, whole_list(_("All tasks."), "desk:tasks")), name="tasks-export")
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.tenancy.exporting import Exporter, Format, Row

MADE_IN_THE_BACKGROUND = (
    "download",
    gettext_lazy("The file is made in the background. Only you can download it, for 24 hours."),
)


class FileForm(forms.Form):
    file_format = forms.ChoiceField(
        label=gettext_lazy("File"), choices=Format.choices, initial=Format.CSV, widget=forms.RadioSelect
    )


@dataclass(frozen=True)
class Selection:
    """Which rows of a list go into the file: in words, by the address of the list itself, and for the exporter."""

    rows: str | Promise
    back: str
    arguments: Mapping[str, str] = field(default_factory=dict)


Select = Callable[[DeskRequest], Selection]


def whole_list(rows: str | Promise, view: str) -> Select:
    """For a list without a search: `view` names its page."""
    return lambda _request: Selection(rows, reverse(view))


def export_page(
    exporter: Exporter[Row], select: Select, *, admin: bool = False, house: bool = False
) -> Callable[[HttpRequest], HttpResponseBase]:
    """The view of one list, for whoever may see the list: `admin` and `house` as at its door."""

    @require_http_methods(["GET", "POST"])
    @desk(admin=admin, house=house)
    def export(request: DeskRequest) -> HttpResponse:
        return _ask(request, exporter, select(request))

    return export


def _ask(request: DeskRequest, exporter: Exporter[Row], selection: Selection) -> HttpResponse:
    form = FileForm(request.POST if request.method == "POST" else None, auto_id="export-%s")
    if form.is_valid():
        file_format, again = Format(form.cleaned_data["file_format"]), request.get_full_path()
        work = exporter.ask(file_format, by=request.member, back=selection.back, again=again, **selection.arguments)
        return redirect("desk:one-work", pk=work.pk)
    outcome = [("list-checks", selection.rows), MADE_IN_THE_BACKGROUND]
    context = {"form": form, "name": exporter.name, "back": selection.back, "outcome": outcome}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "desk/exports/export.html", context, status=status)
