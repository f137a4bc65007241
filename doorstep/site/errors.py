"""Pages for what went wrong. They need no database: the transaction may be broken. Django names the parameters."""

import logging
import secrets
from typing import cast

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doorstep.kit.bodies import NoRoom, TooLarge, TooSlow
from doorstep.site.sign_in.code import ask_for_code, type_code
from doorstep.site.sign_in.pages import choose_account, sign_in, sign_in_again
from doorstep.tenancy.outage import Outage
from doorstep.tenancy.requests import BusinessRequest

RETRY_AFTER = 10  # seconds
SIGNING_IN = (sign_in, choose_account, ask_for_code, type_code)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
log = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "ui/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ui/403.html", {"sentence": str(exception or "")}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django calls it for what is too large or too slow as well, which is not damaged: the person can send less."""
    if isinstance(exception, TooLarge):
        return render(request, "ui/413.html", {"most": exception.most}, status=413)
    if isinstance(exception, TOO_MUCH):
        return render(request, "ui/413.html", status=413)
    if isinstance(exception, TooSlow):
        return render(request, "ui/408.html", status=408)
    if isinstance(exception, NoRoom):
        return outage(request, Outage.FULL)
    return render(request, "ui/400.html", status=400)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Who came in meanwhile, in another tab, is led home; who did not gets the form to sign in again."""
    found = request.resolver_match
    if found is not None and found.func in SIGNING_IN:
        return sign_in_again(cast(BusinessRequest, request), found.kwargs["face"])
    return render(request, "ui/400.html", {"is_expired_form": True}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The number on the page is in the log, beside the traceback that Django wrote just before."""
    number = secrets.token_hex(3).upper()
    log.error("The person was shown the number %s-%s for %s", number[:3], number[3:], request.path)
    return render(request, "ui/500.html", {"number": f"{number[:3]}-{number[3:]}"}, status=500)


def outage(request: HttpRequest, which: Outage) -> HttpResponse:
    """Nobody's mistake: the ground is missing for a while. The log has the traceback, the person needs no number."""
    answer = render(request, "ui/503.html", {"is_readable": which.is_readable}, status=503)
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer
