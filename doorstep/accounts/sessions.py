"""Signing in and out of a browser: the session row, its cookie, and who it belongs to."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from doorstep.accounts.models import Member, Session, User
from doorstep.kit.tokens import digest

COOKIE = "doorstep"


def member_of(token_digest: bytes) -> Member | None:
    """The member whose living session bears this digest, with user and team."""
    return (
        Member.objects.filter(
            user__disabled_at=None,
            user__sessions__token_digest=token_digest,
            user__sessions__ended_at=None,
            user__sessions__expires_at__gt=timezone.now(),
        )
        .select_related("user", "team")
        .first()
    )


def sign_in(request: HttpRequest, response: HttpResponseBase, user: User, *, remember: bool = False) -> Session:
    """Opens a session for this browser and ends the one it had, so that a planted cookie is worth nothing."""
    sign_out(request, response)
    session, token = Session.objects.open(
        user, remember=remember, agent=request.headers.get("User-Agent", ""), ip=request.META.get("REMOTE_ADDR") or None
    )
    response.set_cookie(
        COOKIE,
        token,
        expires=session.expires_at if remember else None,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return session


def sign_out(request: HttpRequest, response: HttpResponseBase) -> None:
    token = request.COOKIES.get(COOKIE, "")
    if token:
        Session.objects.filter(token_digest=digest(token), ended_at=None).update(ended_at=timezone.now())
        response.delete_cookie(COOKIE, samesite="Lax")
