"""The address without a path: what a person types who remembers nothing but the name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from doorstep.accounts.doors import public
from doorstep.accounts.sessions import DESK, member_of
from doorstep.kit.tokens import digest


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Members to the desk, everybody else to the portal, which asks strangers to sign in."""
    token = DESK.of(request)
    return redirect("desk:dashboard" if token and member_of(digest(token)) else "portal:home")
