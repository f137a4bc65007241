"""The last step: rows arrive, can be paused, stopped, and taken back later."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.imports.checking import rows_of
from doorstep.desk.imports.columns import open_import
from doorstep.importing import lifecycle as course
from doorstep.importing.models import NOTHING_WRITTEN, Import, ImportedRow, State
from doorstep.ui.answers import refusals_as_toasts
from doorstep.ui.toasts import toast

KEPT_SHOWN = 500
STEP_OF = {
    State.UPLOADED: "desk:import-columns",
    State.CHECKING: "desk:import-check",
    State.CHECKED: "desk:import-check",
}


@require_GET
@desk
def one_import(request: DeskRequest, pk: UUID) -> HttpResponse:
    import_run = open_import(request, pk)
    if import_run.state in NOTHING_WRITTEN:
        return redirect(STEP_OF[State(import_run.state)], pk=pk)
    if request.headers.get("HX-Request"):
        return render(request, "desk/imports/progress_part.html", {"import_run": import_run})
    is_over = import_run.state in (State.FINISHED, State.FAILED)
    context = rows_of(request, import_run) if is_over else {}
    earlier = Import.objects.visible_to(request.member).begun().exclude(pk=pk).select_related("uploaded_by__user")
    return render(
        request,
        "desk/imports/progress.html",
        {"import_run": import_run, "earlier": earlier.order_by("-created_at")[:5], **context},
    )


@require_POST
@desk
def run(request: DeskRequest, pk: UUID) -> HttpResponse:
    return _then(request, pk, course.start)


@require_POST
@desk
def pause(request: DeskRequest, pk: UUID) -> HttpResponse:
    return _then(request, pk, course.pause)


@require_POST
@desk
def resumption(request: DeskRequest, pk: UUID) -> HttpResponse:
    return _then(request, pk, course.resume)


@require_POST
@desk
def continuation(request: DeskRequest, pk: UUID) -> HttpResponse:
    return _then(request, pk, course.carry_on)


@require_POST
@desk
def undoing(request: DeskRequest, pk: UUID) -> HttpResponse:
    return _then(request, pk, course.undo)


@require_POST
@desk
def discarding(request: DeskRequest, pk: UUID) -> HttpResponse:
    import_run = open_import(request, pk)
    with refusals_as_toasts(request):
        course.discard(import_run, by=request.member)
        toast(request, _("%s is gone. Nothing of it was imported.") % import_run)
    return redirect("desk:imports")


@require_GET
@desk
def kept(request: DeskRequest, pk: UUID) -> HttpResponse:
    import_run = open_import(request, pk)
    rows = ImportedRow.objects.kept().filter(import_run=import_run).order_by("line")[:KEPT_SHOWN]
    return render(request, "desk/imports/kept.html", {"import_run": import_run, "rows": rows})


def _then(request: DeskRequest, pk: UUID, verb: Callable[..., None]) -> HttpResponse:
    """The verb, then the page of the import, which says where it stands."""
    with refusals_as_toasts(request):
        verb(open_import(request, pk), by=request.member)
    return redirect("desk:import", pk=pk)
