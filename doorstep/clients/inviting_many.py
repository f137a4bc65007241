"""Inviting many leads: a work that its member can watch, leave and find again."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import ngettext

from doorstep.accounts.models import Member
from doorstep.clients import sending_invitations
from doorstep.clients.models import ClientType
from doorstep.leads.models import Lead
from doorstep.tenancy.models import Work
from doorstep.tenancy.steps import in_steps
from doorstep.tenancy.work import WorkKind, declare
from doorstep.ui.words import number

INVITING = declare(
    WorkKind(
        "clients.invite",
        run=in_steps(sending_invitations.step),
        within_reach=lambda work: Lead.objects.visible_to(Member.objects.who_asked_for(work)),
    )
)


def invite_many(member: Member, lead_ids: Iterable[UUID | str], client_type: ClientType) -> Work:
    """Each lead gets one mail, whatever happens to the worker. A file names who could not be invited, and why."""
    ids = list(dict.fromkeys(str(lead_id) for lead_id in lead_ids))
    title = ngettext("Sending %(count)s invitation", "Sending %(count)s invitations", len(ids))
    arguments = {"lead_ids": ids, "client_type_id": str(client_type.pk)}
    return INVITING.ask(title % {"count": number(len(ids))}, by=member, total=len(ids), arguments=arguments)
