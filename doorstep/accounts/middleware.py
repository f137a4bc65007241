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
        request.member = request.user = None
        token = request.COOKIES.get(COOKIE, "")
        if token and request.business is not None and request.path.startswith("/desk/"):
            request.member = member_of(digest(token))
            request.user = request.member.user if request.member else None
            read_times_as(request.user)
        return self.get_response(request)


def read_times_as(user: User | None) -> None:
    """In the reader's own zone, where one is chosen; `BusinessByHost` puts the business's back afterwards."""
    if user is not None and user.time_zone:
        timezone.activate(ZoneInfo(user.time_zone))
