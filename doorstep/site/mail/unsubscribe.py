"""Leaving a list from a mail's foot or by the mail program's own button (RFC 8058), and coming back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.accounts.doors import public
from doorstep.mail.lists import message_of
from doorstep.mail.models import Message

ONE_CLICK = "List-Unsubscribe"


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing. POST needs neither cookie nor form token: the link itself is the proof."""
    message = _message_or_404(token)
    if request.method != "POST":
        return render(request, "site/mail/unsubscribe.html", _about(message) | {"token": token})
    message.leave_list(_evidence(request))
    return HttpResponse(status=200) if ONE_CLICK in request.POST else redirect("site:unsubscribe", token)


@public
@require_POST
def subscribe(_request: HttpRequest, token: str) -> HttpResponse:
    _message_or_404(token).join_list_again("Asked for on the unsubscribe page.")
    return redirect("site:unsubscribe", token)


def _message_or_404(token: str) -> Message:
    message = message_of(token)
    if message is None:
        raise Http404
    return message


def _about(message: Message) -> dict[str, object]:
    """The address is masked: the page may be opened from a forwarded mail."""
    local, _at, domain = message.to_email.partition("@")
    shown = {"address": f"{local[:1]}…@{domain}", "subject": message.veiled_subject}
    return {"has_left": message.left_its_list, **shown}


def _evidence(request: HttpRequest) -> str:
    how = "The mail program's unsubscribe button" if ONE_CLICK in request.POST else "The button on the unsubscribe page"
    return f"{how}, {timezone.now():%Y-%m-%d %H:%M} UTC, from {request.META.get('REMOTE_ADDR', 'an unknown address')}."
