"""The list of leads, and the list of those that were deleted."""

from django.http import HttpResponse
from django.shortcuts import render

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.leads.list_page import ListPage
from doorstep.kit.paging import Keyset, Segment
from doorstep.leads.models import Lead

BY_DELETION = Keyset([Segment("all", ("-deleted_at", "-id"))])


@desk
def leads(request: DeskRequest) -> HttpResponse:
    listing = ListPage(request)
    request.lead_count = listing.counts["all"]  # type: ignore[attr-defined]  # the rail is drawn first
    return render(request, "desk/leads/list.html", {"listing": listing})


@desk(admin=True)
def deleted(request: DeskRequest) -> HttpResponse:
    rows = Lead.objects.deleted_within_reach_of(request.member)
    page = BY_DELETION.page_or_first(rows, cursor=request.GET.get("after", "") or request.GET.get("before", ""))
    return render(request, "desk/leads/deleted.html", {"page": page})
