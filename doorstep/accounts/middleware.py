"""How pages are asked for, and who is at the desk: one query from the cookie's token to the member, user and team."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone

from doorstep.accounts.models import User
from doorstep.accounts.sessions import DESK, member_of
from doorstep.kit.tokens import digest

Answer = Callable[[HttpRequest], HttpResponse]

PAGES_TAKE = ("GET", "HEAD", "POST")


class PagesTakeGetAndPost:
    """Before the form token is asked for: views look at POST, so that any other method would read as a GET."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Answer, _args: tuple[object, ...], _words: dict[str, object]
    ) -> HttpResponse | None:
        is_for_people = getattr(view, "door", "") != "api"
        return HttpResponseNotAllowed(PAGES_TAKE) if is_for_people and request.method not in PAGES_TAKE else None


class SignedIn:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = DESK.of(request)
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
