"""The lists of this package as files: clients, the invitations that were sent, client types."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.accounts.models import Member
from doorstep.clients.models import Client, ClientType, Invitation
from doorstep.clients.models.invitation import InvitationStatus
from doorstep.kit.tables import Cell
from doorstep.tenancy.exporting import Export, exported, local_cell
from doorstep.tenancy.models import Work
from doorstep.timeline.options import export_of_options


@exported("clients", gettext_lazy("Clients"))
def clients_export(work: Work) -> Export[Client]:
    header = [_("Name"), _("Client number"), _("Client type"), _("E-mail"), _("Phone"), _("Registered")]
    by = Member.objects.who_asked_for(work)
    visible = Client.objects.visible_to(by)
    rows = visible.filter(pk__lte=work.pk).matching(work.arguments["q"]).select_related("user", "client_type")
    return Export(header, rows, _client_lines, None if by.sees_everything else visible)


@exported("invitations", gettext_lazy("Sent invitations"))
def invitations_export(work: Work) -> Export[Invitation]:
    header = [
        *(_("Name"), _("E-mail"), _("For"), _("State"), _("Sent by"), _("Sent"), _("Opened"), _("Ends")),
        *(_("Accepted"), _("Revoked"), _("Revoked by")),
    ]
    by = Member.objects.who_asked_for(work)
    visible = Invitation.objects.visible_to(by)
    found, status = visible.filter(pk__lte=work.pk), work.arguments["status"]
    found = found.with_status(InvitationStatus(status)) if status else found
    rows = found.select_related("lead", "client_type", "sent_by__user", "revoked_by__user")
    return Export(header, rows, _invitation_lines, None if by.sees_everything else visible)


@exported("client-types", gettext_lazy("Client types"))
def client_types_export(_work: Work) -> Export[ClientType]:
    return export_of_options(ClientType.objects.all())


def _client_lines(clients: list[Client]) -> Iterator[list[Cell]]:
    for client in clients:
        user = client.user
        number, client_type = client.client_number, client.client_type.name
        yield [user.name, number, client_type, user.email, user.phone, local_cell(client.registered_at)]


def _invitation_lines(invitations: list[Invitation]) -> Iterator[list[Cell]]:
    for sent in invitations:
        yield [
            sent.lead.name,
            sent.email_key,
            sent.client_type.name if sent.client_type else _("External account"),
            str(sent.status.label),
            sent.sent_by.actor_name if sent.sent_by else _("Doorstep"),
            *map(local_cell, (sent.sent_at, sent.opened_at, sent.expires_at, sent.accepted_at, sent.revoked_at)),
            sent.revoked_by.actor_name if sent.revoked_by else "",
        ]
