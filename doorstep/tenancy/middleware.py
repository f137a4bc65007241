"""Host → business → scope: every request is one transaction in one business."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import cast

from django.conf import settings
from django.core.exceptions import BadRequest, DisallowedHost
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from doorstep.tenancy.models import Business, BusinessProfile
from doorstep.tenancy.outage import drop_dead_connections
from doorstep.tenancy.queries import call
from doorstep.tenancy.requests import BusinessRequest
from doorstep.tenancy.scoping import enter, opening

NEEDS_NO_BUSINESS = ("/static/", "/health/", "/favicon.ico")


class BusinessByHost:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.business = None  # type: ignore[attr-defined]
        host = _host_of(request)
        with ExitStack() as opened:
            if not request.path.startswith(NEEDS_NO_BUSINESS) and _arrives(
                cast(BusinessRequest, request), host, opened
            ):
                return self._answer(cast(BusinessRequest, request))
        request.urlconf = settings.URLCONF_WITHOUT_BUSINESS
        return self.get_response(request)

    def process_exception(self, request: BusinessRequest, exception: Exception) -> None:  # noqa: ARG002 - Django's words
        """A refused request writes nothing: Django turns the exception into an answer before we would see it."""
        request.was_refused = True

    def _answer(self, request: BusinessRequest) -> HttpResponse:
        request.was_refused = False
        profile = request.profile
        with profile.known(), timezone.override(profile.zone), translation.override(profile.language):
            response = self.get_response(request)
        if request.was_refused or response.status_code >= 500:
            transaction.set_rollback(True)
        return response


def _host_of(request: HttpRequest) -> str:
    """A name that can be none (RFC 1034) is the asker's mistake, and no entry in our log."""
    try:
        return request.get_host().rsplit(":", 1)[0].lower()
    except DisallowedHost as fault:
        raise BadRequest("No host is named so") from fault


def _arrives(request: BusinessRequest, host: str, opened: ExitStack) -> bool:
    """A request's first question finds out whether its connection is from before the database's restart."""
    try:
        found = _arrived(host, opened)
    except (OperationalError, InterfaceError):
        if not connection.in_atomic_block:  # none was to be had: the database is away
            raise
        drop_dead_connections()
        opened.close()
        found = _arrived(host, opened)
    if found is not None:
        request.business, request.profile = cast("tuple[Business, BusinessProfile]", found)
        enter(request.business.pk)
    return found is not None


def _arrived(host: str, opened: ExitStack) -> list[Model] | None:
    opened.enter_context(opening())
    return call("arrive", [host], business=Business, profile=BusinessProfile)
