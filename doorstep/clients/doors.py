"""The portal's door: a signed-in client. And what lets somebody in for the first time: a personal link."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase

from doorstep.accounts.cookies import Cookie
from doorstep.accounts.doors import to_sign_in
from doorstep.clients.models import Invitation
from doorstep.clients.requests import PortalRequest

P = ParamSpec("P")
Inside = Callable[Concatenate[PortalRequest, P], HttpResponseBase]
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
SIGN_IN = "/portal/sign-in/"
LINK = Cookie("doorstep-invitation")
LINK_IS_KEPT = timedelta(hours=1)


def portal(view: Inside[P]) -> Page[P]:
    """Strangers are asked to sign in."""

    @wraps(view)
    def through(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "client", None) is None:
            return to_sign_in(request, SIGN_IN)
        return view(cast(PortalRequest, request), *args, **kwargs)

    through.door = "portal"  # type: ignore[attr-defined]
    return through


def keep_link(response: HttpResponseBase, token: str) -> None:
    """In a cookie, so that the token is in no address, and so in no history, Referer or log."""
    LINK.keep(response, token, lasts=LINK_IS_KEPT)


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation whose link this browser opened, whether it still works or not."""
    token = LINK.of(request)
    return Invitation.objects.bearing(token) if token else None
