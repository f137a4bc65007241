"""Work that a member asked for: its progress, what came out, its file, and undoing it."""

from pathlib import PurePath
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.kit.errors import NotAllowed
from doorstep.leads.bulk import can_be_undone, undo
from doorstep.tenancy.models import Work
from doorstep.ui.toasts import toast

RECENT = 50


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
    around = {"work": found, "can_be_undone": can_be_undone(found), "back": found.arguments.get("back")}
    return render(request, template, around)


@require_GET
@desk
def file(request: DeskRequest, pk: UUID) -> FileResponse:
    found = own(request, pk)
    if not found.file:
        raise Http404
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=PurePath(str(found.file.name)).name)


@require_POST
@desk
def undoing(request: DeskRequest, pk: UUID) -> HttpResponse:
    found = own(request, pk)
    try:
        return redirect("desk:one-work", pk=undo(found, by=request.member).pk)
    except NotAllowed as refusal:
        toast(request, refusal.sentence, level=messages.ERROR)
        return redirect("desk:one-work", pk=pk)
