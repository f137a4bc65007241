"""A form that makes something, sent twice (a double click, a page loaded again), makes it once."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from doorstep.accounts.models import Submission
from doorstep.accounts.requests import DeskRequest
from doorstep.ui.toasts import toast

P = ParamSpec("P")
View = Callable[Concatenate[DeskRequest, P], HttpResponse]
ONCE = "once"
TWICE = _("This was sent twice and done once.")


def once(*, said: str | Promise = TWICE) -> Callable[[View[P]], View[P]]:
    """For a view whose form has the part `once`, below its door. Who sends the same again is led where the first was.

    The same is the same token with the same words: another note from a page that one went back to is another.
    """

    def made_once(view: View[P]) -> View[P]:
        @wraps(view)
        def through(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method != "POST" or not request.POST.get(ONCE):
                return view(request, *args, **kwargs)
            submission, is_first = Submission.objects.claim(_sent(request))
            if not is_first:
                toast(request, str(said), level=messages.WARNING)
                return redirect(submission.leads_to)
            answer = view(request, *args, **kwargs)
            _keep(submission, answer, request)
            return answer

        return through

    return made_once


def _sent(request: DeskRequest) -> str:
    return f"{request.member.pk} {request.path}?{urlencode(sorted(request.POST.lists()), doseq=True)}"


def _keep(submission: Submission, answer: HttpResponse, request: DeskRequest) -> None:
    """What was refused may be sent again."""
    if answer.status_code >= 400:
        submission.delete()
        return
    submission.leads_to = answer.headers.get("Location", request.path)
    submission.save(update_fields=["leads_to"])
