"""Host → business → scope: every request is one transaction in one business."""

from collections.abc import Callable
from typing import cast

from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from doorstep.tenancy.models import Business, BusinessProfile
from doorstep.tenancy.outage import drop_dead_connections
from doorstep.tenancy.requests import BusinessRequest
from doorstep.tenancy.scoping import scope

WITHOUT_BUSINESS = "doorstep.config.urls_without_business"
NEEDS_NO_BUSINESS = ("/static/", "/health/")


class BusinessByHost:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        business = None if request.path.startswith(NEEDS_NO_BUSINESS) else self._business_of(request)
        request.business = business  # type: ignore[attr-defined]  # from here on it is a BusinessRequest
        if business is None:
            request.urlconf = WITHOUT_BUSINESS
            return self.get_response(request)
        with scope(business):
            return self._answer(cast(BusinessRequest, request))

    def process_exception(self, request: BusinessRequest, exception: Exception) -> None:  # noqa: ARG002 - Django's words
        """A refused request writes nothing: Django turns the exception into an answer before we would see it."""
        request.was_refused = True

    def _answer(self, request: BusinessRequest) -> HttpResponse:
        request.profile = BusinessProfile.current()
        request.was_refused = False
        profile = request.profile
        with profile.known(), timezone.override(profile.zone), translation.override(profile.language):
            response = self.get_response(request)
        if request.was_refused or response.status_code >= 500:
            transaction.set_rollback(True)
        return response

    def _business_of(self, request: HttpRequest) -> Business | None:
        try:
            host = request.get_host()
        except DisallowedHost:
            return None
        return _business_at(host.rsplit(":", 1)[0])


def _business_at(host: str) -> Business | None:
    """A request's first question finds out whether its connection is from before the database's restart."""
    try:
        return Business.objects.at(host)
    except (OperationalError, InterfaceError):
        if connection.connection is None:  # none was to be had: the database is away
            raise
        drop_dead_connections()
        return Business.objects.at(host)
