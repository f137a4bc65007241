"""Asking for the clients, or for the invitations that were sent, as a file."""

from django.utils.translation import gettext as _

from doorstep.accounts.models import Member
from doorstep.clients import jobs
from doorstep.clients.models.invitation import Fate
from doorstep.tenancy.exporting import Format, ask_for_file
from doorstep.tenancy.models import Work

CLIENTS_EXPORT = "clients.export"
INVITATIONS_EXPORT = "invitations.export"


def export_clients(text: str, file_format: Format, *, by: Member) -> Work:
    """Those in whose name, number or e-mail `text` is found; all of them for no text."""
    job, title = jobs.run_clients_export, _("Exporting clients")
    return ask_for_file(job, CLIENTS_EXPORT, title, file_format, asker_id=by.pk, q=text)


def export_invitations(fate: Fate | None, file_format: Format, *, by: Member) -> Work:
    job, title = jobs.run_invitations_export, _("Exporting sent invitations")
    return ask_for_file(job, INVITATIONS_EXPORT, title, file_format, asker_id=by.pk, fate=fate.value if fate else "")
