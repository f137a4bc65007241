"""Inviting many leads: a work that its member can watch, leave and find again."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import ngettext

from doorstep.accounts.models import Member
from doorstep.clients.jobs import send_invitations
from doorstep.clients.models import ClientType
from doorstep.leads.models import Lead
from doorstep.tenancy.downloads import REACHES
from doorstep.tenancy.models import Work

KIND = "clients.invite"
REACHES[KIND] = lambda work: Lead.objects.visible_to(Member.objects.who_asked_for(work))


def invite_many(member: Member, lead_ids: Iterable[UUID | str], client_type: ClientType) -> Work:
    """Each lead gets one mail, whatever happens to the worker. A file names who could not be invited, and why."""
    ids = list(dict.fromkeys(str(lead_id) for lead_id in lead_ids))
    title = ngettext("Sending %(count)d invitation", "Sending %(count)d invitations", len(ids)) % {"count": len(ids)}
    work = Work.objects.ask(
        kind=KIND,
        title=title,
        by=member,
        total=len(ids),
        arguments={"lead_ids": ids, "client_type_id": str(client_type.pk)},
    )
    send_invitations.later(work_id=work.pk)
    return work
