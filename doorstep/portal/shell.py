"""What stands around every page of the portal: the places a client can go."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from doorstep.ui.context import RailGroup, RailLink, rail_of


@rail_of("/portal/")
def rail(request: HttpRequest) -> list[RailGroup]:
    """Nobody signed in, no places: sign-up and sign-in stand under /portal/ too."""
    if getattr(request, "client", None) is None:
        return []
    places = (
        RailLink(_("Home"), reverse("portal:home"), "house"),
        RailLink(_("History"), reverse("portal:history"), "history"),
        RailLink(_("You"), reverse("portal:you"), "user-round"),
    )
    account = (
        RailLink(_("Your details"), reverse("portal:you"), "user-round"),
        RailLink(_("Password"), reverse("portal:password"), "key-round"),
        RailLink(_("Sign out"), reverse("site:portal-sign-out"), "log-out", posts=True),
    )
    return [RailGroup(places), RailGroup(account, kind="account")]
