"""The last door: what went wrong is answered in the asker's words, a page to people, a problem to machines."""

import sys

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from doorstep.api import problems
from doorstep.site import errors
from doorstep.tenancy.outage import outage_of


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problems.bad_request(exception)
    return errors.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while the exception is being handled."""
    fault = sys.exc_info()[1]
    with translation.override(_language_of(request)):
        if request.path.startswith("/api/"):
            return problems.fault(request, fault)
        outage = outage_of(fault)
        return errors.outage(request, outage) if outage else errors.server_error(request)


def _language_of(request: HttpRequest) -> str:
    """The business's; the browser's when the database could not tell us whose page this is."""
    profile = getattr(request, "profile", None)
    return profile.language if profile else translation.get_language_from_request(request)
