"""`/dev/mail`: what was, or would have been, sent. In the demo and in development only: it shows personal links."""

from collections.abc import Iterable
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from doorstep.accounts.doors import View, public
from doorstep.kit.normalise import clean_line
from doorstep.mail.delivery import as_email
from doorstep.mail.framing import framed
from doorstep.mail.kinds import LINK
from doorstep.mail.models import Message

NEWEST = 100
P = ParamSpec("P")


def not_on_a_server(view: View[P]) -> View[P]:
    """Anybody's in the demo and in development; in production it does not exist."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if settings.IS_PRODUCTION:
            raise Http404
        return view(request, *args, **kwargs)

    return public(page)


@not_on_a_server
def box(request: HttpRequest) -> HttpResponse:
    return render(request, "site/mail/box.html", _list(request))


@not_on_a_server
def message(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = Message.objects.get_or_404(pk)
    part = request.GET.get("part", "html")
    shown = {"message": found, "part": part, "link": found.secrets.get(LINK, ""), "headers": _headers(found)}
    return render(request, "site/mail/message.html", _list(request) | shown)


@not_on_a_server
def html(_request: HttpRequest, pk: UUID) -> HttpResponse:
    return framed(Message.objects.get_or_404(pk).full_html)


def _list(request: HttpRequest) -> dict[str, object]:
    wanted = clean_line(request.GET.get("q", ""))
    return {
        "messages_kept": Message.objects.to(wanted).order_by("-created_at")[:NEWEST],
        "wanted": wanted,
        "query": f"?{urlencode({'q': wanted})}" if wanted else "",
        "sends_mail": bool(settings.EMAIL_URL),
    }


def _headers(found: Message) -> Iterable[tuple[str, str]]:
    return as_email(found).message().items()
