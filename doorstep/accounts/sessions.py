"""Signing in and out of a browser: the session row, its cookie, and who it belongs to."""

from datetime import timedelta
from ipaddress import ip_address
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.utils import timezone

from doorstep.accounts.models import Member, Session, Team, User
from doorstep.accounts.models.session import REMEMBERED
from doorstep.kit.tokens import digest
from doorstep.tenancy import current_business_id
from doorstep.tenancy.reading import Value, call

COOKIE = "doorstep"


def member_of(token_digest: bytes) -> Member | None:
    """The member whose living session bears this digest, with user and team."""
    values: list[Value] = [current_business_id(), token_digest, timezone.now()]
    found = call("signed_in", values, member=Member, person=User, team=Team)
    if found is None:
        return None
    member, person, team = cast("tuple[Member, User, Team]", found)
    member.user, member.team = person, team
    return member


def sign_in(request: HttpRequest, response: HttpResponseBase, user: User, *, remember: bool = False) -> Session:
    """Opens a session for this browser and ends the one it had, so that a planted cookie is worth nothing."""
    sign_out(request, response)
    agent = request.headers.get("User-Agent", "")
    session, token = Session.objects.open(user, remember=remember, agent=agent, ip=ip_of(request) or None)
    keep_secret(response, COOKIE, token, lasts=REMEMBERED if remember else None)
    rotate_token(request)
    return session


def sign_out(request: HttpRequest, response: HttpResponseBase) -> None:
    token = request.COOKIES.get(COOKIE, "")
    if token:
        Session.objects.filter(token_digest=digest(token), ended_at=None).update(ended_at=timezone.now())
        response.delete_cookie(COOKIE, samesite="Lax")


def keep_secret(
    response: HttpResponseBase, name: str, token: str, *, path: str = "/", lasts: timedelta | None = None
) -> None:
    """A cookie that no script reads and no other site sends along. Without `lasts` it goes when the browser closes."""
    response.set_cookie(
        name, token, path=path, max_age=lasts, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def ip_of(request: HttpRequest) -> str:
    """The visitor's address, '' when unknown. Behind a proxy (BASE_URL has https) the one that the proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return _readable(forwarded.rsplit(",", 1)[-1]) or _readable(request.META.get("REMOTE_ADDR", ""))


def _readable(address: str) -> str:
    try:
        return str(ip_address(address.strip()))
    except ValueError:
        return ""
