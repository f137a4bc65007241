"""Ctrl K: any lead, any page, any action."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.settings.shell import places as settings_places
from doorstep.desk.shell import rail
from doorstep.leads.models import Lead

LEADS_AT_MOST = 7


@dataclass(frozen=True)
class Place:
    name: str
    url: str
    icon: str
    note: str


@require_GET
@desk
def palette(request: DeskRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:100]
    found = Lead.objects.search(typed, member=request.member).order_by("-received_at")[:LEADS_AT_MOST] if typed else []
    fitting = [place for place in _places(request) if typed.casefold() in place.name.casefold()]
    template = "desk/palette_options.html" if request.headers.get("HX-Request") else "desk/palette.html"
    return render(request, template, {"typed": typed, "leads": found, "fitting": fitting})


def _places(request: DeskRequest) -> list[Place]:
    links = [link for group in rail(request) for link in group.links if not link.posts and group.kind != "account"]
    pages = [Place(link.name, link.url, link.icon, _("Page")) for link in links]
    settings = [
        Place(name, url, icon, _("Settings"))
        for _group, places in settings_places(request)
        for name, url, _current, icon in places
    ]
    return [*_actions(is_house=request.member.team.is_house), *pages, *settings]


def _actions(*, is_house: bool) -> list[Place]:
    """A buyer's leads are invited to nothing."""
    leads = reverse("desk:leads")
    again = Place(_("Leads to invite again"), f"{leads}?stage=invitation_expired", "clock", _("List"))
    return [
        Place(_("New lead"), reverse("desk:new-lead"), "plus", _("Action")),
        Place(_("My leads"), f"{leads}?assigned=me", "user-round", _("List")),
        Place(_("Unassigned leads"), f"{leads}?assigned=nobody", "user-round-x", _("List")),
        *([again] if is_house else []),
        Place(
            _("Export all leads"),
            reverse("desk:bulk", kwargs={"action": "export"}) + "?all=on",
            "download",
            _("Action"),
        ),
    ]
