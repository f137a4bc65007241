"""The clients of the house: who has a portal account, and which leads they came from."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.clients.engagement import leads_of, visible_to
from doorstep.clients.models import Binding, Client
from doorstep.kit.normalise import clean_text
from doorstep.kit.paging import Keyset, Segment
from doorstep.timeline.kinds import icon_of, sentence_parts

NEWEST_CLIENTS = Keyset([Segment("all", ("-number",))])
NEWEST_LINES = Keyset([Segment("all", ("-at", "-id"))])


def text_asked_for(request: DeskRequest) -> str:
    return clean_text(request.GET.get("q", ""), 200)


@desk
@require_safe
def clients(request: DeskRequest) -> HttpResponse:
    asked = text_asked_for(request)
    found = Client.objects.visible_to(request.member).matching(asked).select_related("user", "client_type")
    page = NEWEST_CLIENTS.page_or_first(found, cursor=request.GET.get("cursor", ""))
    return render(request, "desk/clients/list.html", {"page": page, "asked": asked})


@desk
@require_safe
def client(request: DeskRequest, pk: UUID) -> HttpResponse:
    reachable = Client.objects.visible_to(request.member).select_related("user", "client_type")
    found = reachable.get_or_404(pk)
    lines = visible_to(request.member, found)
    page = NEWEST_LINES.page_or_first(lines, cursor=request.GET.get("older", ""))
    leads = list(leads_of(found, request.member))
    bindings = Binding.objects.alive().filter(client=found, lead__in=leads).select_related("bound_by__user")
    context = {
        "client": found,
        "leads": [(lead, next(one for one in bindings if one.lead_id == lead.pk)) for lead in leads],
        "lines": [(line, icon_of(line), list(sentence_parts(line))) for line in page.rows],
        "page": page,
    }
    return render(request, "desk/clients/one.html", context)
