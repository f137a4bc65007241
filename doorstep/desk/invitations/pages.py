"""Inviting from the contacts (requirement 001-04), and what became of the invitations that were sent."""

from typing import NamedTuple, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.clients.inviting import revoke
from doorstep.clients.models import Invitation
from doorstep.clients.models.invitation import InvitationStatus
from doorstep.desk.exports.pages import Selection
from doorstep.desk.shell import capped_count
from doorstep.kit.paging import Keyset, Page, Segment
from doorstep.leads.lists.counting import capped_counts
from doorstep.leads.lists.filters import LeadFilters
from doorstep.leads.models import Lead
from doorstep.leads.stages import UNREGISTERED, Stage
from doorstep.ui.answers import refusals_as_toasts
from doorstep.ui.toasts import toast

NEWEST_LEADS = Keyset([Segment("all", ("-received_at", "-id"))])
NEWEST_SENT = Keyset([Segment("all", ("-sent_at", "-id"))])
TONES = {
    InvitationStatus.SENT: "blue",
    InvitationStatus.OPENED: "teal",
    InvitationStatus.ACCEPTED: "green",
    InvitationStatus.EXPIRED: "amber",
    InvitationStatus.REVOKED: "gray",
}
Row = TypeVar("Row", bound=Model)


class StageTab(NamedTuple):
    name: str
    url: str
    how_many: str | None
    is_current: bool


@desk
@require_safe
def invitations(request: DeskRequest) -> HttpResponse:
    """The invite list: only who has not registered. A buyer's leads do not become clients of the house."""
    if not request.member.team.is_house:
        raise Http404
    stage = request.GET.get("stage", "")
    stages = (Stage(stage),) if stage in UNREGISTERED else UNREGISTERED
    filters = LeadFilters(q=request.GET.get("q", "").strip()[:200], stage=stages)
    leads = filters.apply(Lead.objects.all(), request.member)
    context = {
        "views": _views_of_stages(request, filters, stage),
        "filters": filters,
        "stage": stage,
        "match": urlencode(filters.query(), doseq=True),
        "page": _page(NEWEST_LEADS, leads, request),
        "has_leads": Lead.objects.visible_to(request.member).exists,
    }
    return render(request, "desk/invitations/list.html", context)


def status_asked_for(request: DeskRequest) -> InvitationStatus | None:
    asked = request.GET.get("status", "")
    return InvitationStatus(asked) if asked in InvitationStatus.values else None


def selected_invitations(request: DeskRequest) -> Selection:
    """For the file of the history: those in the state that one looks at."""
    status = status_asked_for(request)
    if status is None:
        return Selection(_("All invitations you can see."), reverse("desk:sent-invitations"), {"status": ""})
    back = reverse("desk:sent-invitations", query={"status": status.value})
    return Selection(_("The invitations in the state “%s”.") % status.label, back, {"status": status.value})


@desk
@require_safe
def sent_invitations(request: DeskRequest) -> HttpResponse:
    """The history: sent, opened, accepted, expired, revoked, by whom."""
    status = status_asked_for(request)
    found = Invitation.objects.visible_to(request.member)
    if status:
        found = found.with_status(status)
    rows = found.select_related("lead", "client_type", "sent_by__user", "revoked_by__user")
    address = reverse("desk:sent-invitations")
    views = [StageTab(_("All"), address, None, not status)]
    views += [
        StageTab(str(one.label), f"{address}?status={one.value}", None, status == one) for one in InvitationStatus
    ]
    context = {"views": views, "page": _page(NEWEST_SENT, rows, request), "tones": TONES, "status": status}
    return render(request, "desk/invitations/sent.html", context)


@desk
@require_POST
def revocation(request: DeskRequest, pk: UUID) -> HttpResponse:
    invitation = Invitation.objects.visible_to(request.member).select_related("lead").get_or_404(pk)
    with refusals_as_toasts(request, level=messages.WARNING):
        revoke(invitation, by=request.member)
        toast(request, _("The link to %s works no more.") % invitation.email_key)
    return redirect("desk:sent-invitations")


def _views_of_stages(request: DeskRequest, filters: LeadFilters, chosen: str) -> list[StageTab]:
    lists = {"": UNREGISTERED, **{stage.value: (stage,) for stage in UNREGISTERED}}
    names = {"": _("All not registered"), **{stage.value: str(stage.label) for stage in UNREGISTERED}}
    progress = {key: LeadFilters(q=filters.q, stage=stages) for key, stages in lists.items()}
    counts = capped_counts({key: one.apply(Lead.objects.all(), request.member) for key, one in progress.items()})
    address = reverse("desk:invitations")
    return [
        StageTab(names[key], address + _query(stage=key, q=filters.q), capped_count(counts[key]), key == chosen)
        for key in lists
    ]


def _query(**values: str) -> str:
    kept = urlencode({name: value for name, value in values.items() if value})
    return f"?{kept}" if kept else ""


def _page(keyset: Keyset, rows: QuerySet[Row], request: DeskRequest) -> Page[Row]:
    return keyset.page_or_first(rows, cursor=request.GET.get("cursor", ""))
