"""Who is at the desk: one query from the cookie's token to the member, her user and her team."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
        return self.get_response(request)
