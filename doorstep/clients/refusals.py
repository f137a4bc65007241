"""Why a lead cannot be invited, made a client or bound: the sentence a member reads, '' when nothing is in the way."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member, User
from doorstep.clients.emails import INVITATIONS
from doorstep.clients.models import Binding, Client
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import email_key
from doorstep.leads.models import Lead
from doorstep.mail.models import Reason, Suppression
from doorstep.tenancy.models import BusinessProfile
from doorstep.ui.words import ago, clock, day, exact


def refuse(reason: str) -> None:
    if reason:
        raise NotAllowed(reason)


def why_not_invited(lead: Lead, *, by: Member | None) -> str:
    """Requirement 001-13: a registered lead gets no account-opening reminder.

    `by` is None when the person asks for a link herself: then it comes even to who wants no invitations.
    """
    return why_not_converted(lead) or _unreachable(lead, requested_by_lead=by is None) or _already_a_client(lead, by)


def why_no_account(email: str, *, by: Member | None) -> str:
    """Why no account is made for this address. `by` is None when its owner asks, who has proved that she reads it.

    A member hears of a client out of reach, or of a colleague's account, only that there is nothing to be made here.
    """
    key = email_key(email) or ""
    if BusinessProfile.objects.get().allow_duplicate_contact:
        return ""
    of_address = Client.objects.of_address(key)
    client = (of_address.visible_to(by) if by else of_address).first()
    if client is not None:
        if by is not None:
            return _bind_instead(email, client)
        return _("%(email)s already belongs to client %(number)s.") % {"email": email, "number": client.client_number}
    if by is None or not User.objects.in_the_way(key).exists():
        return ""
    return _(
        "No account can be made here for %(email)s. Send the registration e-mail instead: who reads it can go on."
    ) % {"email": email}


def why_not_converted(lead: Lead) -> str:
    """What closes all three exits."""
    if lead.is_deleted:
        return _("%(lead)s was deleted. Restore the lead first.") % {"lead": lead}
    if not lead.team.is_house:
        return _("Only leads of the house can become clients of the portal.")
    return registered_sentence(lead)


def registered_sentence(lead: Lead) -> str:
    """“Maya registered at 12:40, 2 min ago. The client number is C-10418.” Empty for who has not registered."""
    if lead.registered_at is None:
        return ""
    is_recent = timezone.now() - lead.registered_at < timedelta(hours=12)
    template = _("%(name)s registered at %(clock)s, %(ago)s.") if is_recent else _("%(name)s registered on %(exact)s.")
    at = lead.registered_at
    said = template % {"name": lead.greeting_name, "clock": clock(at), "ago": ago(at), "exact": exact(at)}
    binding = Binding.objects.alive().filter(lead=lead).select_related("client").first()
    number = _("The client number is %s.") % binding.client.client_number if binding else ""
    return f"{said} {number}".rstrip()


def _unreachable(lead: Lead, *, requested_by_lead: bool = False) -> str:
    if not lead.email_key:
        return _("%(lead)s has no e-mail address. Add one first.") % {"lead": lead}
    against = Suppression.objects.against(lead.email_key, "" if requested_by_lead else INVITATIONS).first()
    if against is None:
        return ""
    told = {"email": lead.email_key, "day": day(against.at)}
    if against.reason == Reason.BOUNCE:
        return _("%(email)s takes no mail: an e-mail came back on %(day)s. Correct the address first.") % told
    return _("%(email)s asked on %(day)s for no more e-mails like this. Call instead.") % told


def _already_a_client(lead: Lead, by: Member | None) -> str:
    """A client out of reach is nobody's to be told of: the mail goes out, and whoever reads it goes on from there."""
    client = Client.objects.of_address(lead.email_key).visible_to(by).first() if by else None
    if client is None or BusinessProfile.objects.get().allow_duplicate_contact:
        return ""
    return _bind_instead(lead.email_key, client)


def _bind_instead(email: str, client: Client) -> str:
    told = {"email": email, "number": client.client_number}
    return _("%(email)s already belongs to client %(number)s. Bind this lead to that client instead.") % told
