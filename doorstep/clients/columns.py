"""What stands in the file of the clients, and in that of the invitations that were sent."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.accounts.models import Member
from doorstep.clients.models import Client, Invitation
from doorstep.clients.models.invitation import Fate
from doorstep.kit.tables import Cell
from doorstep.tenancy.exporting import Export, shown
from doorstep.tenancy.models import Work


def of_clients(work: Work) -> Export[Client]:
    header = [_("Name"), _("Client number"), _("Client type"), _("E-mail"), _("Phone"), _("Registered")]
    visible = Client.objects.filter(pk__lte=work.pk).visible_to(Member.objects.who_asked_for(work))
    rows = visible.matching(work.arguments["q"]).select_related("user", "client_type")
    return Export("clients", header, rows, _client_lines, _clients_note)


def of_invitations(work: Work) -> Export[Invitation]:
    header = [
        *(_("Name"), _("E-mail"), _("For"), _("State"), _("Sent by"), _("Sent"), _("Opened"), _("Ends")),
        *(_("Accepted"), _("Revoked"), _("Revoked by")),
    ]
    found = Invitation.objects.filter(pk__lte=work.pk).visible_to(Member.objects.who_asked_for(work))
    fate = work.arguments["fate"]
    found = found.with_fate(Fate(fate)) if fate else found
    rows = found.select_related("lead", "client_type", "sent_by__user", "revoked_by__user")
    return Export("invitations", header, rows, _invitation_lines, _invitations_note)


def _client_lines(clients: list[Client]) -> Iterator[list[Cell]]:
    for client in clients:
        user = client.user
        number, client_type = client.client_number, client.client_type.name
        yield [user.name, number, client_type, user.email, user.phone, shown(client.registered_at)]


def _invitation_lines(invitations: list[Invitation]) -> Iterator[list[Cell]]:
    for sent in invitations:
        yield [
            sent.lead.name,
            sent.email_key,
            sent.client_type.name if sent.client_type else _("External account"),
            str(sent.fate.label),
            sent.sent_by.actor_name if sent.sent_by else _("Doorstep"),
            *map(shown, (sent.sent_at, sent.opened_at, sent.expires_at, sent.accepted_at, sent.revoked_at)),
            sent.revoked_by.actor_name if sent.revoked_by else "",
        ]


def _clients_note(count: int) -> str:
    return ngettext("%d client is in the file.", "%d clients are in the file.", count) % count


def _invitations_note(count: int) -> str:
    return ngettext("%d invitation is in the file.", "%d invitations are in the file.", count) % count
