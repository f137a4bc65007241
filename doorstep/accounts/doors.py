"""The door of a view: whom it is for. Every view has one; a guard test walks through all of them.

    @desk              any member
    @desk(admin=True)  an admin of the team: its users, its keys
    @desk(house=True)  an admin of the house: what holds for the whole business, a buyer's team has no say in it
    @public            anybody
Clients come through `doorstep.clients.doors.portal`, machines through the API's keys.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast, overload
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from doorstep.accounts.requests import DeskRequest

P = ParamSpec("P")
Inside = Callable[Concatenate[DeskRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Anything = TypeVar("Anything", bound=Callable[..., HttpResponseBase])
SIGN_IN = "/desk/sign-in/"
UNSAVED = "unsaved"  # in the address of the sign-in page: what was sent came after the session had ended


def public(view: Anything) -> Anything:
    view.door = "public"  # type: ignore[attr-defined]
    return view


@overload
def desk(view: Inside[P]) -> View[P]: ...
@overload
def desk(*, admin: bool = False, house: bool = False) -> Callable[[Inside[P]], View[P]]: ...
def desk(
    view: Inside[P] | None = None, *, admin: bool = False, house: bool = False
) -> View[P] | Callable[[Inside[P]], View[P]]:
    """Strangers are asked to sign in; a member without the right reads why not."""

    def door(inner: Inside[P]) -> View[P]:
        @wraps(inner)
        def through(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            member = getattr(request, "member", None)
            if member is None:
                return to_sign_in(request, SIGN_IN)
            if (admin or house) and not member.is_admin:
                raise PermissionDenied(_("Only an admin of %s may do this. Ask one of them.") % member.team)
            if house and not member.team.is_house:
                raise PermissionDenied(_("Only the business itself may change this, for it holds for everybody."))
            return inner(cast(DeskRequest, request), *args, **kwargs)

        through.door = "desk house" if house else "desk admin" if admin else "desk"  # type: ignore[attr-defined]
        return through

    return door(view) if view else door


def to_sign_in(request: HttpRequest, address: str) -> HttpResponse:
    """Who signs in comes back to the page where she was, and hears that what she sent from it was not saved.

    A part asked for by htmx makes the whole page go there.
    """
    page = _page_of(request)
    told = ({"next": page} if page else {}) | ({UNSAVED: "yes"} if request.method not in ("GET", "HEAD") else {})
    if told:
        address = f"{address}?{urlencode(told)}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def _page_of(request: HttpRequest) -> str:
    """What the browser shows: the page itself, or the one that holds the form or the part. '' when it does not tell."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    shown = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    return shown._replace(scheme="", netloc="", fragment="").geturl() if shown.netloc == request.get_host() else ""
