"""What stands around every page of the desk: the places a member can go. The rooms register them: `registries.py`."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member
from doorstep.desk import registries
from doorstep.leads.lists.counting import AT_MOST, counts_of
from doorstep.leads.lists.filters import LeadFilters
from doorstep.ui.context import RailGroup, RailLink, rail_of
from doorstep.ui.jinja import url
from doorstep.ui.words import number


@rail_of("/desk/")
def rail(request: HttpRequest) -> list[RailGroup]:
    """Nobody signed in, no places: the sign-in page stands under /desk/ too."""
    if getattr(request, "member", None) is None:
        return []
    account = (
        RailLink(_("My profile"), url("desk:profile"), "user-round"),
        RailLink(_("Sign out"), url("site:desk-sign-out"), "log-out", posts=True),
    )
    return [
        RailGroup(tuple(registries.rail.items(request))),
        RailGroup((RailLink(_("Settings"), url("desk:settings"), "sliders-horizontal"),), kind="foot"),
        RailGroup(account, kind="account"),
        RailGroup(tuple(registries.new_entries.items(request)), kind="new"),
    ]


def capped_count(count: int) -> str:
    return f"{number(AT_MOST)}+" if count > AT_MOST else number(count)


def lead_count(request: HttpRequest) -> int:
    """Asked once a request: the list knows it already when the rail is drawn."""
    known: int | None = getattr(request, "lead_count", None)
    if known is not None:
        return known
    return counts_of({"all": LeadFilters()}, member=member_of(request))["all"]


def member_of(request: HttpRequest) -> Member:
    """Behind the desk's door, of which the layouts know nothing."""
    member: Member = request.member  # type: ignore[attr-defined]
    return member
