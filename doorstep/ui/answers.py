"""How a page answers a form that was sent: a verb's refusal is said where the person looks, and the page comes back.

if form.is_valid():
    with refusals_on(form):
        order.pause(by=request.member, **form.cleaned_data)
        return redirect(order)
return render_form(request, "desk/orders/pause.html", form)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doorstep.kit.errors import NotAllowed
from doorstep.ui.toasts import toast


@contextmanager
def refusals_on(form: BaseForm, *, field: str = "") -> Iterator[None]:
    """A refusal ends the block, and its sentence stands beside its field or above the form; `field` is for a form that
    has only one. A verb that writes before it refuses belongs into `transaction.atomic()` within."""
    try:
        yield
    except NotAllowed as refusal:
        name = field or refusal.field
        form.add_error(name if name in form.fields else None, refusal.sentence)


@contextmanager
def refusals_as_toasts(request: HttpRequest, *, level: int = messages.ERROR) -> Iterator[None]:
    """For a button without a form: a refusal ends the block and is said on the next page."""
    try:
        yield
    except NotAllowed as refusal:
        toast(request, refusal.sentence, level=level)


def render_form(request: HttpRequest, template: str, form: BaseForm, **context: object) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=status_of(form))


def status_of(form: BaseForm) -> HTTPStatus:
    """Of the page that shows the form: 409 when somebody was quicker, 422 when something is typed wrong."""
    if not form.errors:
        return HTTPStatus.OK
    return HTTPStatus.CONFLICT if getattr(form, "clashes", None) else HTTPStatus.UNPROCESSABLE_ENTITY
