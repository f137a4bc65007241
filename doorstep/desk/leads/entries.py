"""What is added to a lead's timeline by hand: a note, an e-mail, a call."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.models import Member
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.leads.lead_page import lead_page, visible
from doorstep.desk.once import once
from doorstep.kit.errors import NotAllowed
from doorstep.leads.calls import Outcome, in_words
from doorstep.leads.correspondence import write_mail
from doorstep.leads.models import Lead
from doorstep.ui.toasts import toast


@require_POST
@desk
@once()
def entries(request: DeskRequest, pk: UUID) -> HttpResponse:
    lead = visible(request, pk)
    typed = {name: request.POST.get(name, "") for name in ("kind", "text", "subject", "outcome", "minutes")}
    try:
        with transaction.atomic():
            said = _write(lead, typed, by=request.member)
    except NotAllowed as refusal:
        return lead_page(
            request, lead, composer={**typed, "error": refusal.sentence, "field": refusal.field}, status=422
        )
    toast(request, said)
    return redirect("desk:lead", pk=lead.pk)


def _write(lead: Lead, typed: dict[str, str], *, by: Member) -> str:
    """Does it and says so."""
    if typed["kind"] == "mail":
        write_mail(lead, typed["subject"], typed["text"], by=by)
        return _("The e-mail is on its way to %s.") % lead.email
    if typed["kind"] == "call":
        lead.log_call(
            in_words(
                Outcome(typed["outcome"]) if typed["outcome"] in Outcome.values else Outcome.ANSWERED, typed["minutes"]
            ),
            by=by,
            text=typed["text"],
        )
        return _("Call saved.")
    lead.write_note(typed["text"], by=by)
    return _("Note saved.")
