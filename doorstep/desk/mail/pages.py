"""A mail as it went out to somebody the member may see, with the reader's links and codes hidden."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from doorstep.accounts.doors import desk
from doorstep.accounts.models import Member
from doorstep.accounts.requests import DeskRequest
from doorstep.clients.models import Client
from doorstep.leads.models import Lead
from doorstep.mail.framing import framed
from doorstep.mail.models import Message


@desk
def mail(request: DeskRequest, pk: UUID) -> HttpResponse:
    message, about = _within_reach(request.member, pk)
    return render(
        request, "desk/mail/message.html", {"message": message, "about": about, "is_lead": isinstance(about, Lead)}
    )


@desk
def html(request: DeskRequest, pk: UUID) -> HttpResponse:
    message, _about = _within_reach(request.member, pk)
    return framed(message.veiled_html)


def _within_reach(member: Member, pk: UUID) -> tuple[Message, Lead | Client]:
    """Who may see the person may see what she was sent; a mail about nobody is nobody's."""
    message = Message.objects.get_or_404(pk)
    if message.about_id is None:
        raise Http404
    lead = Lead.objects.visible_to(member).filter(pk=message.about_id).first()
    client = Client.objects.visible_to(member).select_related("user").filter(pk=message.about_id).first()
    about = lead or client
    if about is None:
        raise Http404
    return message, about
