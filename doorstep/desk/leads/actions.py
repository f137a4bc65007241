"""What is done to one lead: tags, deletion, restoration, a file of its own."""

from io import BytesIO
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.leads.lead_page import visible
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line
from doorstep.leads.editing import put_tag, take_tag
from doorstep.leads.exporting import one_as_csv
from doorstep.leads.models import Lead, Tag
from doorstep.ui.toasts import toast


@require_POST
@desk
def tags(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Puts on the tag of that name, a new one if need be."""
    lead, name = visible(request, pk), clean_line(request.POST.get("name", ""))
    if name:
        put_tag(lead, Tag.objects.named(name, team_id=lead.team_id), by=request.member)
    return redirect("desk:lead", pk=lead.pk)


@require_POST
@desk
def tag_removal(request: DeskRequest, pk: UUID, tag: UUID) -> HttpResponse:
    lead = visible(request, pk)
    take_tag(lead, Tag.objects.visible_to(request.member).get_or_404(tag), by=request.member)
    return redirect("desk:lead", pk=lead.pk)


@require_http_methods(["GET", "POST"])
@desk
def deletion(request: DeskRequest, pk: UUID) -> HttpResponse:
    lead = visible(request, pk)
    if request.method == "GET":
        return render(request, "desk/leads/deletion.html", {"lead": lead, "why_not": lead.why_not_deleted()})
    try:
        lead.delete_softly(by=request.member)
    except NotAllowed as refusal:
        return render(request, "desk/leads/deletion.html", {"lead": lead, "why_not": refusal.sentence}, status=409)
    toast(request, _("%s was deleted.") % lead, undo=reverse("desk:lead-restoration", kwargs={"pk": lead.pk}))
    return redirect("desk:leads")


@require_POST
@desk
def restoration(request: DeskRequest, pk: UUID) -> HttpResponse:
    lead = Lead.objects.within_reach_of(request.member).get_or_404(pk)
    if lead.restore(by=request.member):
        toast(request, _("%s is back.") % lead)
    return redirect("desk:lead", pk=lead.pk)


@require_GET
@desk
def export(request: DeskRequest, pk: UUID) -> HttpResponse:
    """One lead needs no worker."""
    lead, file = visible(request, pk), BytesIO()
    one_as_csv(lead, by=request.member, target=file)
    name = slugify(lead.name) or "lead"
    disposition = f'attachment; filename="{name}.csv"'
    return HttpResponse(
        file.getvalue(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
    )
