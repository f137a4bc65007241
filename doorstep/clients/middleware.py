"""Who is in the portal: one query from the cookie's token to the client, her user and her client type.

Every time she reads is in her own zone, where she chose one.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from doorstep.accounts.middleware import read_times_as
from doorstep.accounts.sessions import COOKIE
from doorstep.clients.models import Client
from doorstep.kit.tokens import digest


class ClientOfUser:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.client = None
        token = request.COOKIES.get(COOKIE, "")
        if token and request.business is not None and request.path.startswith("/portal/"):
            request.client = client_of(digest(token))
            request.user = request.client.user if request.client else None
            read_times_as(request.user)
        own_zone = request.client.user.time_zone if request.client else ""
        with timezone.override(own_zone or timezone.get_current_timezone()):
            return self.get_response(request)


def client_of(token_digest: bytes) -> Client | None:
    """The client whose living session bears this digest."""
    return (
        Client.objects.filter(
            user__disabled_at=None,
            user__sessions__token_digest=token_digest,
            user__sessions__ended_at=None,
            user__sessions__expires_at__gt=timezone.now(),
        )
        .select_related("user", "client_type")
        .first()
    )
