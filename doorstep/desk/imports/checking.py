"""The third step: what would happen to each row, and the rows that would not come in as a file."""

from pathlib import PurePath
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.imports.columns import open_import
from doorstep.desk.imports.uploading import KINDS, attachment
from doorstep.importing.models import Import, ImportedRow, ImportedRowQuerySet, State
from doorstep.importing.template import refused
from doorstep.ui.toasts import toast

PAGE = 50
ALL, LOOK, FAILS = "all", "look", "fails"


@require_GET
@desk
def check(request: DeskRequest, pk: UUID) -> HttpResponse:
    import_run = open_import(request, pk)
    if import_run.state not in (State.CHECKING, State.CHECKED):
        return redirect("desk:import", pk=pk)
    if request.headers.get("HX-Request"):
        return render(request, "desk/imports/checking_part.html", {"import_run": import_run})
    context = rows_of(request, import_run) if import_run.state == State.CHECKED else {}
    return render(request, "desk/imports/check.html", {"import_run": import_run, **context})


@require_GET
@desk
def refused_file(request: DeskRequest, pk: UUID, kind: str) -> HttpResponse:
    import_run = open_import(request, pk)
    if kind not in KINDS or not import_run.refused:
        raise Http404
    if import_run.refused_are_gone:
        toast(request, _("The rows were deleted after 24 hours. Import the file again to get them."))
        return redirect("desk:import", pk=pk)
    name = f"{PurePath(import_run.filename).stem}-not-imported.{kind}"
    return attachment(refused(import_run, kind), name, kind)


def rows_of(request: DeskRequest, import_run: Import) -> dict[str, object]:
    """One page of results, by line: the lines of the file are the key to page by."""
    tab = request.GET.get("show") or (LOOK if import_run.worth_a_look else ALL)
    rows = _chosen(ImportedRow.objects.filter(import_run=import_run), tab)
    after, before = _line(request, "after"), _line(request, "before")
    found = (
        list(rows.filter(line__lt=before).order_by("-line")[:PAGE])[::-1]
        if before
        else list(rows.filter(line__gt=after).order_by("line")[: PAGE + 1])
    )
    shown = found[:PAGE]
    return {
        "tab": tab,
        "rows": shown,
        "newer": shown[0].line if shown and rows.filter(line__lt=shown[0].line).exists() else None,
        "older": shown[-1].line if shown and rows.filter(line__gt=shown[-1].line).exists() else None,
    }


def _chosen(rows: ImportedRowQuerySet, tab: str) -> ImportedRowQuerySet:
    if tab == FAILS:
        return rows.refused()
    return rows.worth_a_look() if tab == LOOK else rows


def _line(request: DeskRequest, name: str) -> int:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
