"""Signing in and out of a browser: the session row, its cookie, and who it belongs to.

Desk and portal have a cookie each, so that a member who tries the portal in the same browser stays at the desk.
"""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.utils import timezone

from doorstep.accounts import devices
from doorstep.accounts.cookies import Cookie
from doorstep.accounts.models import Member, Session, Team, User
from doorstep.accounts.models.session import REMEMBERED
from doorstep.kit.ip import ip_in
from doorstep.kit.tokens import digest
from doorstep.tenancy import current_business_id
from doorstep.tenancy.queries import Value, call

DESK = Cookie("doorstep-desk")
PORTAL = Cookie("doorstep-portal")


def member_of(token_digest: bytes) -> Member | None:
    """The member whose living session bears this digest, with user and team."""
    values: list[Value] = [current_business_id(), token_digest, timezone.now()]
    found = call("signed_in", values, member=Member, person=User, team=Team)
    if found is None:
        return None
    member, person, team = cast("tuple[Member, User, Team]", found)
    member.user, member.team = person, team
    return member


def sign_in(
    request: HttpRequest, response: HttpResponseBase, user: User, *, at: Cookie, remember: bool = False
) -> Session:
    """Opens a session for this browser and ends the one it had there, so that a planted cookie is worth nothing."""
    _end(request, at)
    agent = request.headers.get("User-Agent", "")
    session, token = Session.objects.open(user, remember=remember, agent=agent, ip=ip_of(request) or None)
    at.keep(response, token, lasts=REMEMBERED if remember else None)
    devices.remember(request, response, email_key=user.email_key)
    if not (PORTAL if at == DESK else DESK).of(request):
        rotate_token(request)  # else the other face's open pages, which bear the browser's one form token, would fail
    return session


def stay_signed_in(request: HttpRequest, response: HttpResponseBase, user: User, *, at: Cookie) -> Session:
    """After a new password, which ended every session: this browser gets another, to be kept for as long."""
    before = Session.objects.bearing(at.of(request))
    return sign_in(request, response, user, at=at, remember=before is not None and before.is_remembered)


def sign_out(request: HttpRequest, response: HttpResponseBase, *, at: Cookie) -> None:
    _end(request, at)
    at.drop(response)


def _end(request: HttpRequest, at: Cookie) -> None:
    token = at.of(request)
    if token:
        Session.objects.filter(token_digest=digest(token), ended_at=None).update(ended_at=timezone.now())


def ip_of(request: HttpRequest) -> str:
    """The visitor's address, '' when unknown."""
    return ip_in(request.META)
