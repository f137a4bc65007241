"""The steps of a bulk invitation. What a step sent and how far the work is are committed together."""

from io import BytesIO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.accounts.models import Member
from doorstep.clients.inviting import invite
from doorstep.clients.models import ClientType, Invitation
from doorstep.clients.refusals import why_not_invited
from doorstep.kit.errors import NotAllowed
from doorstep.kit.tables.writing import write_csv
from doorstep.leads.models import Lead
from doorstep.tenancy.models import Work

AT_ONCE = 20


def send_some(work_id: UUID) -> bool:
    """Sends to the next few leads; True when the work is over. Holds the work: two workers with one job take turns."""
    work = Work.objects.select_for_update().get(pk=work_id)
    if work.is_over:
        return True
    member = _who_asked(work)
    if member is None:
        work.fail(_("Whoever asked for this has no access any more, so the rest was not sent."))
        return True
    work.begin(total=work.total)
    batch = work.arguments["lead_ids"][work.done : work.done + AT_ONCE]
    sent = _send_to(batch, member, work)
    work.advance(len(batch), sent=sent, refused=len(batch) - sent)
    return _finished(work.fresh(), member)


def _who_asked(work: Work) -> Member | None:
    if work.asked_by is None:
        return None
    return Member.objects.enabled().select_related("user", "team").filter(pk=work.asked_by).first()


def _send_to(lead_ids: list[str], member: Member, work: Work) -> int:
    """How many were sent. Only leads that the member can see."""
    client_type = ClientType.objects.get(pk=work.arguments["client_type_id"])
    leads = Lead.objects.visible_to(member).select_related("team").in_bulk([UUID(lead_id) for lead_id in lead_ids])
    return sum(_is_sent(lead, client_type, member, work) for lead in leads.values())


def _is_sent(lead: Lead, client_type: ClientType, member: Member, work: Work) -> bool:
    try:
        with transaction.atomic():
            invite(lead, client_type, by=member, work=work)
    except NotAllowed:
        return False
    return True


def _finished(work: Work, member: Member) -> bool:
    if work.done < work.total:
        return False
    sent, refused = work.outcome.get("sent", 0), work.outcome.get("refused", 0)
    note = ngettext("%(count)d invitation was sent.", "%(count)d invitations were sent.", sent) % {"count": sent}
    if not refused:
        work.finish(note)
        return True
    note += " " + ngettext(
        "%(count)d was not; the file says why.", "%(count)d were not; the file says why.", refused
    ) % {"count": refused}
    work.finish(note, content=_reasons(work, member), filename="not-invited.csv")
    return True


def _reasons(work: Work, member: Member) -> bytes:
    """Who was not invited and why, as far as the member may see them."""
    invited = Invitation.objects.filter(work=work).values("lead_id")
    asked = Lead.objects.visible_to(member).filter(pk__in=work.arguments["lead_ids"]).select_related("team")
    rows = ((lead.name, lead.email, why_not_invited(lead)) for lead in asked.exclude(pk__in=invited))
    file = BytesIO()
    write_csv(file, (_("Name"), _("E-mail"), _("Why not")), (row for row in rows if row[-1]))
    return file.getvalue()
