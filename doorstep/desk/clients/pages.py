"""The clients of the house: who has a portal account, and which leads they came from."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.clients.engagement import visible_to
from doorstep.clients.models import Client
from doorstep.desk.exports.pages import Selection
from doorstep.desk.registries import ClientPage, client_panels, client_tabs
from doorstep.kit.normalise import clean_text
from doorstep.kit.paging import Keyset, Segment
from doorstep.timeline.kinds import icon_of, sentence_parts

NEWEST_CLIENTS = Keyset([Segment("all", ("-number",))])
NEWEST_LINES = Keyset([Segment("all", ("-at", "-id"))])


def text_asked_for(request: DeskRequest) -> str:
    return clean_text(request.GET.get("q", ""), 200)


def selected_clients(request: DeskRequest) -> Selection:
    """For the file of the list: those that the search finds."""
    text = text_asked_for(request)
    if not text:
        return Selection(_("All clients you can see."), reverse("desk:clients"), {"q": ""})
    return Selection(_("The clients found by “%s”.") % text, reverse("desk:clients", query={"q": text}), {"q": text})


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
    context = {
        "panels": client_panels.items(ClientPage(request, found)),
        "lines": [(line, icon_of(line), list(sentence_parts(line))) for line in page.rows],
        "page": page,
    }
    return render_tab(request, "desk/clients/one.html", found, tab="overview", **context)


def render_tab(request: DeskRequest, template: str, client: Client, *, tab: str, **context: object) -> HttpResponse:
    """A page of the client, whoever registers it: `template` draws `client_head(client, tab_items)` and the rest."""
    items = [one.item(tab) for one in client_tabs.items(ClientPage(request, client))]
    return render(request, template, {"client": client, "tab_items": items, **context})
