"""The last door: what went wrong is answered in the asker's words, a page to people, a problem to machines."""

import sys
from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from doorstep.api import problems
from doorstep.site import errors
from doorstep.tenancy.outage import outage_of

CHUNK, MOST_CHUNKS = 2**16, 1_000


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while the exception is being handled."""
    fault = sys.exc_info()[1]
    _hear_out(request)
    with translation.override(_language_of(request)):
        if request.path.startswith("/api/"):
            return problems.fault(request, fault)
        outage = outage_of(fault)
        return errors.outage(request, outage) if outage else errors.server_error(request)


def _language_of(request: HttpRequest) -> str:
    """The business's; the browser's when the database could not tell us whose page this is."""
    profile = getattr(request, "profile", None)
    return profile.language if profile else translation.get_language_from_request(request)


def _hear_out(request: HttpRequest) -> None:
    """A browser that is cut off while it sends a file shows no answer; one that has sent it all does."""
    with suppress(OSError):
        for _chunk in range(MOST_CHUNKS):
            if not request.read(CHUNK):
                return
