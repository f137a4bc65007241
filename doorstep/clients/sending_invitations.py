"""The steps of a bulk invitation. What a step sent and how far the work is are committed together."""

from collections.abc import Iterator
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
from doorstep.ui.words import number

AT_ONCE = 20


def step(work: Work) -> bool:
    """Sends to the next few leads."""
    member = Member.objects.who_asked_for(work)
    work.begin(total=work.total)
    batch = work.arguments["lead_ids"][work.done : work.done + AT_ONCE]
    sent = _send_to(batch, member, work)
    work.advance(len(batch), sent=sent, refused=len(batch) - sent)
    return _finished(work.fresh(), member)


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
    note = ngettext("%(count)s invitation was sent.", "%(count)s invitations were sent.", sent) % {
        "count": number(sent)
    }
    if not refused:
        work.finish(note)
        return True
    asked = Lead.objects.visible_to(member).filter(pk__in=work.arguments["lead_ids"])
    gone = work.total - asked.count()
    sentences = [note, *_refused(refused - gone), *_gone(gone)]
    uninvited = list(
        asked.exclude(pk__in=Invitation.objects.filter(work=work).values("lead_id")).select_related("team")
    )
    work.names_rows(lead.pk for lead in uninvited)
    work.finish(" ".join(sentences), content=_reasons(uninvited, member), filename="not-invited.csv")
    return True


def _refused(count: int) -> Iterator[str]:
    if count > 0:
        sentence = ngettext("%(count)s was not; the file says why.", "%(count)s were not; the file says why.", count)
        yield sentence % {"count": number(count)}


def _gone(count: int) -> Iterator[str]:
    """Out of the member's reach since they were chosen: the file does not name them."""
    if count > 0:
        sentence = ngettext(
            "%(count)s is not yours to see any more.", "%(count)s are not yours to see any more.", count
        )
        yield sentence % {"count": number(count)}


def _reasons(uninvited: list[Lead], member: Member) -> bytes:
    """Who was not invited and why, as far as the member may see them."""
    rows = ((lead.name, lead.email, why_not_invited(lead, by=member)) for lead in uninvited)
    file = BytesIO()
    write_csv(file, (_("Name"), _("E-mail"), _("Why not")), (row for row in rows if row[-1]))
    return file.getvalue()
