"""The page of one lead: the person, the story, and what can be done now."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.leads.history import History
from doorstep.desk.leads.properties import MORE, PERSON, SALES, SALES_INFO, LeadDetails
from doorstep.desk.registries import LeadPage, lead_panels, lead_tabs
from doorstep.leads.calls import Outcome
from doorstep.leads.models import Lead


def visible(request: DeskRequest, pk: UUID, *, is_held: bool = False) -> Lead:
    """Locked when `is_held`. The team is the member's own: it need not be read again."""
    found: Lead = Lead.objects.visible_to(request.member).held(is_held).get_or_404(pk)
    found.team = request.member.team
    return found


@desk
def lead(request: DeskRequest, pk: UUID) -> HttpResponse:
    return lead_page(request, visible(request, pk))


@desk
def sales(request: DeskRequest, pk: UUID) -> HttpResponse:
    found = visible(request, pk)
    sheet = LeadDetails.of(found, request.member)
    return render_tab(request, "desk/leads/sales.html", found, tab="sales", details=list(sheet.details(*SALES_INFO)))


@desk
def timeline(request: DeskRequest, pk: UUID) -> HttpResponse:
    """What “Show more” and a saved edit ask for."""
    found = visible(request, pk)
    history = History(found, request.member, request.GET.get("older", ""))
    return render(request, "desk/leads/timeline.html", {"lead": found, "history": history})


def lead_page(
    request: DeskRequest, lead: Lead, *, composer: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """`composer` is what was typed and what is wrong with it."""
    sheet = LeadDetails.of(lead, request.member)
    context = {
        "person": list(sheet.details(*PERSON)),
        "more": list(sheet.details(*MORE)),
        "sales": [*sheet.details(*SALES), *sheet.own_details()],
        "tags": [(pk, name) for pk, name in sheet.choices.tags.items() if pk in lead.tag_ids],
        "all_tags": sheet.choices.tags.values(),
        "history": History(lead, request.member, request.GET.get("older", "")),
        "composer": composer or {},
        "outcomes": Outcome.choices,
        "panels": lead_panels.items(LeadPage(request, lead)),
    }
    return render_tab(request, "desk/leads/lead.html", lead, tab="overview", status=status, **context)


def render_tab(
    request: DeskRequest, template: str, lead: Lead, *, tab: str, status: int = 200, **context: object
) -> HttpResponse:
    """A page of the lead, whoever registers it: `template` draws `lead_head(lead, tab_items)` and what is below."""
    items = [one.item(tab) for one in lead_tabs.items(LeadPage(request, lead))]
    return render(request, template, {"lead": lead, "tab_items": items, **context}, status=status)
