"""Home answers three questions: what happened, what is next, what can I do."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.clients.doors import portal
from doorstep.clients.engagement import activities_for, contact_member, furthest_lead
from doorstep.clients.models import Client
from doorstep.clients.requests import PortalRequest
from doorstep.kit.paging import Keyset, Segment
from doorstep.leads.stages import Stage
from doorstep.portal.sections import Offer, can_do, next_steps, offers
from doorstep.timeline.kinds import icon_of, sentence_parts
from doorstep.timeline.models import Activity

SHORT = 5
NEWEST_FIRST = Keyset([Segment("all", ("-at", "-id"))])


class Line(NamedTuple):
    """What happened, as the client reads it. Never the body: that is where members write for each other."""

    icon: str
    pieces: list[tuple[str, bool]]
    at: datetime


@portal
def home(request: PortalRequest) -> HttpResponse:
    client = request.client
    newest = list(activities_for(client)[: SHORT + 1])
    context = {
        "client": client,
        "greeting": _greeting(client),
        "standing": _standing(client),
        "next_steps": next_steps(client),
        "offers": list(offers(client)),
        "happened": _lines(newest[:SHORT]),
        "since": activities_for(client).reverse()[0].at if len(newest) > SHORT else None,
    }
    return render(request, "portal/home/home.html", context)


@portal
def history(request: PortalRequest) -> HttpResponse:
    """The whole engagement history, page by page."""
    lines = activities_for(request.client)
    page = NEWEST_FIRST.page_or_first(lines, cursor=request.GET.get("cursor", ""))
    return render(request, "portal/home/history.html", {"page": page, "lines_of_page": _lines(page.rows)})


@can_do
def write_to_somebody(client: Client) -> Iterator[Offer]:
    member = contact_member(client)
    if member is not None:
        first_name = member.user.name.split()[0]
        yield Offer("mail", _("Write to %s") % first_name, member.user.email, f"mailto:{member.user.email}")


@can_do
def complete_your_details(client: Client) -> Iterator[Offer]:
    if not client.user.phone:
        yield Offer("phone", _("Tell us your phone number"), _("So that we can call you"), reverse("portal:you"))
    yield Offer("key-round", _("Change your password"), _("A short sentence is good"), reverse("portal:password"))


def _lines(activities: Iterable[Activity]) -> list[Line]:
    return [
        Line(icon_of(activity), list(sentence_parts(activity, in_portal=True)), activity.at) for activity in activities
    ]


def _greeting(client: Client) -> str:
    name = {"name": client.user.name.split()[0]}
    hour = timezone.localtime().hour
    if 4 <= hour < 12:
        return _("Good morning, %(name)s") % name
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s") % name
    return _("Good evening, %(name)s") % name


def _standing(client: Client) -> str:
    """Where she stands, in one sentence."""
    lead = furthest_lead(client)
    if lead is not None and lead.stage == Stage.PROSPECT:
        return _("Your application is being checked. You have nothing to do for that.")
    if lead is not None and lead.stage == Stage.ACCOUNT_OPENED:
        return _("Your account is open.")
    return _("You are registered.")
