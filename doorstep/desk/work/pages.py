"""Work that a member asked for: its progress, what came out, its file, and undoing it."""

from pathlib import PurePath
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.tenancy.downloads import why_withheld
from doorstep.tenancy.models import Work
from doorstep.tenancy.work import can_be_undone, undo
from doorstep.ui.answers import refusals_as_toasts

RECENT = 50
NOT_THERE = gettext_lazy("The file is not there any more.")


def own(request: DeskRequest, pk: UUID) -> Work:
    """Hers alone: a file holds what its asker could see."""
    found = Work.objects.filter(asked_by=request.member.pk, pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
@desk
def works(request: DeskRequest) -> HttpResponse:
    recent = Work.objects.filter(asked_by=request.member.pk).order_by("-created_at")[:RECENT]
    return render(request, "desk/work/list.html", {"works": recent})


@require_GET
@desk
def one_work(request: DeskRequest, pk: UUID) -> HttpResponse:
    found = own(request, pk)
    template = "desk/work/part.html" if request.headers.get("HX-Request") else "desk/work/one.html"
    return render(request, template, _context(found))


@require_GET
@desk
def file(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Checked now, not only when it was made: an old link, or an old tab, gives nothing that she may not see today."""
    found = own(request, pk)
    context = _context(found)
    if context["withheld"]:
        return render(request, "desk/work/one.html", context, status=403)
    if not found.file:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError:  # a restored home without it, a cleared bucket
        return render(request, "desk/work/one.html", {**context, "withheld": NOT_THERE}, status=410)
    return FileResponse(content, as_attachment=True, filename=PurePath(str(found.file.name)).name)


def _context(work: Work) -> dict[str, object]:
    return {
        "work": work,
        "can_be_undone": can_be_undone(work),
        "back": work.arguments.get("back"),
        "withheld": why_withheld(work),
        "again": work.arguments.get("again"),
    }


@require_POST
@desk
def undoing(request: DeskRequest, pk: UUID) -> HttpResponse:
    seen = own(request, pk)
    with refusals_as_toasts(request):
        seen = undo(seen, by=request.member)
    return redirect("desk:one-work", pk=seen.pk)
