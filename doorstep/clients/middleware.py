"""Who is in the portal: one query from the cookie's token to the client, her user and her client type."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from doorstep.accounts.middleware import read_times_as
from doorstep.accounts.sessions import PORTAL
from doorstep.clients.models import Client
from doorstep.kit.tokens import digest


class ClientOfUser:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = PORTAL.of(request)
        is_portal = getattr(request, "business", None) is not None and request.path.startswith("/portal/")
        client = client_of(digest(token)) if token and is_portal else None
        request.client = client  # type: ignore[attr-defined]
        if client is not None:
            request.user = client.user
            read_times_as(client.user)
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
