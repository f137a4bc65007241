"""Who is at the desk: one query from the cookie's token to the member, her user and her team."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from doorstep.accounts.models import User
from doorstep.accounts.sessions import COOKIE, member_of
from doorstep.kit.tokens import digest


class SignedIn:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request.COOKIES.get(COOKIE, "")
        is_desk = getattr(request, "business", None) is not None and request.path.startswith("/desk/")
        member = member_of(digest(token)) if token and is_desk else None
        request.member = member  # type: ignore[attr-defined]
        request.user = member.user if member else None  # type: ignore[assignment]
        if member is not None:
            read_times_as(member.user)
        return self.get_response(request)


def read_times_as(user: User) -> None:
    """In the reader's own zone, where one is chosen; `BusinessByHost` puts the business's back afterwards."""
    if user.time_zone:
        timezone.activate(ZoneInfo(user.time_zone))
