"""What stands around every page of the desk: the places a member can go."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member
from doorstep.leads.counting import AT_MOST, capped_counts
from doorstep.leads.models import Lead
from doorstep.ui.context import RailGroup, RailLink, rail_of
from doorstep.ui.words import number


@rail_of("/desk/")
def rail(request: HttpRequest) -> list[RailGroup]:
    """Nobody signed in, no places: the sign-in page stands under /desk/ too."""
    if getattr(request, "member", None) is None:
        return []
    work = (
        *_place(_("Dashboard"), "desk:dashboard", "house"),
        *_place(_("Leads"), "desk:leads", "users", count=shown(lead_count(request))),
        *_place(_("Clients"), "desk:clients", "user-round-check"),
        *_place(_("Invitations"), "desk:invitations", "mail"),
        *_place(_("Imports"), "desk:imports", "upload"),
        *_place(_("Work in progress"), "desk:work", "list-checks"),
    )
    account = (
        *_place(_("My profile"), "desk:profile", "user-round"),
        *_place(_("Sign out"), "site:desk-sign-out", "log-out", posts=True),
    )
    return [
        RailGroup(work),
        RailGroup(tuple(_place(_("Settings"), "desk:settings", "sliders-horizontal")), kind="foot"),
        RailGroup(account, kind="account"),
    ]


def shown(count: int) -> str:
    return f"{number(AT_MOST)}+" if count > AT_MOST else number(count)


def lead_count(request: HttpRequest) -> int:
    """Asked once a request: the list knows it already when the rail is drawn."""
    known: int | None = getattr(request, "lead_count", None)
    if known is not None:
        return known
    member: Member = request.member  # type: ignore[attr-defined]
    return capped_counts({"all": Lead.objects.visible_to(member)})["all"]


def _place(name: str, view: str, icon: str, *, count: str | None = None, posts: bool = False) -> list[RailLink]:
    """Only what exists."""
    url = place(view)
    return [RailLink(name, url, icon, count=count, posts=posts)] if url else []


def place(view: str) -> str:
    """Its address, '' while this installation has no such page."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
