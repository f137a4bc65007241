"""Inviting a lead to the portal: a fresh personal link by mail, one at a time or many.

To open an account, so in the first three stages only. The other purpose, to link an external account, is kept apart in
the table and offered nowhere until there is a place where one is linked.
"""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member
from doorstep.clients import kinds
from doorstep.clients.emails import INVITATIONS, REGISTRATION
from doorstep.clients.locks import hold
from doorstep.clients.models import ClientType, Invitation
from doorstep.clients.models.invitation import InvitationPurpose
from doorstep.clients.refusals import refuse, why_not_invited
from doorstep.kit.errors import NotAllowed
from doorstep.kit.tokens import digest, new_token
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.tenancy.models import BusinessProfile, Work
from doorstep.ui.words import day, exact

DOUBLE_CLICK = timedelta(seconds=10)
AN_HOUR = timedelta(hours=1)
NEW_LINKS_AN_HOUR = 3


def invite(lead: Lead, client_type: ClientType, *, by: Member, work: Work | None = None) -> Invitation:
    """Mails a fresh link and kills none that still works. A second click within seconds gets the same invitation.

    Raises NotAllowed with the reason: registered, no e-mail, the address bounced, deleted, another team's.
    """
    hold(lead)
    if twin := _sent_just_now(lead, client_type, by):
        return twin
    refuse(why_not_invited(lead, by=by))
    return _send_registration_mail(lead, client_type, sender=by, by=by, work=work)


def send_a_new_one(invitation: Invitation) -> None:
    """The person asks at an expired link. The new one goes to the lead's own address only, a few times an hour.

    Else nothing happens; the caller answers the same in every case.
    """
    lead = invitation.lead
    hold(lead)
    sent_lately = Invitation.objects.sent_since(lead, timezone.now() - AN_HOUR).count()
    if invitation.works or sent_lately >= NEW_LINKS_AN_HOUR:
        return
    if invitation.purpose == InvitationPurpose.OPEN_ACCOUNT and not why_not_invited(lead, by=None):
        _send_registration_mail(lead, invitation.client_type, sender=invitation.sent_by, by=None)


def revoke(invitation: Invitation, *, by: Member) -> None:
    """The link stops working; the lead's facts follow."""
    lead = invitation.lead
    hold(lead)
    gone = Invitation.objects.works().filter(pk=invitation.pk).update(revoked_at=timezone.now(), revoked_by=by)
    if not gone:
        raise NotAllowed(_("This link does not work any more, so there is nothing to revoke."))
    if invitation.purpose == InvitationPurpose.OPEN_ACCOUNT:
        tell_when_links_end(lead)
    kinds.REVOKED.record(lead, by=by, sent=day(invitation.sent_at))


def tell_when_links_end(lead: Lead) -> None:
    """Writes onto the lead until when a link works; when none does any more, they ended now at the latest."""
    ends = Invitation.objects.for_account().works().filter(lead=lead).aggregate(last=Max("expires_at"))["last"]
    if ends is None and lead.invitation_expires_at is not None:
        ends = min(lead.invitation_expires_at, timezone.now())
    Lead.objects.filter(pk=lead.pk).update(invitation_expires_at=ends)
    lead.refresh_from_db(fields=["invited_at", "invitation_expires_at", "progress"])


def _sent_just_now(lead: Lead, client_type: ClientType, by: Member) -> Invitation | None:
    lately = Invitation.objects.sent_since(lead, timezone.now() - DOUBLE_CLICK)
    return lately.works().for_account().filter(client_type=client_type, sent_by=by).first()


def _send_registration_mail(
    lead: Lead, client_type: ClientType | None, *, sender: Member | None, by: Member | None, work: Work | None = None
) -> Invitation:
    invitation = _send(lead, client_type, sender=sender, by=by, work=work)
    _tell_lead(lead, invitation)
    if by is None:
        kinds.ASKED_FOR_A_LINK.record(lead, by=None, message=invitation.message_id)
    else:
        kinds.INVITED.record(lead, by=by, client_type=client_type, email=lead.email, message=invitation.message_id)
    return invitation


def _send(
    lead: Lead, client_type: ClientType | None, *, sender: Member | None, by: Member | None, work: Work | None
) -> Invitation:
    """The row, the message and the job that delivers it: all or nothing."""
    profile = BusinessProfile.objects.select_related("business").get()
    token, now = new_token(), timezone.now()
    invitation = Invitation(lead=lead, client_type=client_type, work=work, sent_by=sender, sent_at=now)
    invitation.token_digest, invitation.expires_at = digest(token), now + timedelta(days=profile.invitation_days)
    message = _mail(invitation, token, profile, by=by)
    invitation.message_id, invitation.email_key = message.pk, message.email_key
    invitation.save(force_insert=True)
    Lead.objects.filter(pk=lead.pk).update(last_email_at=now)
    lead.last_email_at = now
    return invitation


def _mail(invitation: Invitation, token: str, profile: BusinessProfile, *, by: Member | None) -> Message:
    """A link that the person asked for herself comes even to who left the list."""
    lead, sender = invitation.lead, invitation.sent_by
    return REGISTRATION.send(
        to=lead.email,
        name=lead.name,
        values={
            "first_name": lead.greeting_name,
            "client_type": invitation.client_type,
            "works_until": _in_words(invitation.expires_at, profile),
            "sender": sender.actor_name if sender else profile.business.name,
        },
        action_url=profile.business.address(f"/join/{token}/"),
        about=lead,
        by=by,
        list_key=INVITATIONS if by else "",
        reply_to=sender.user.email if sender else "",
    )


def _tell_lead(lead: Lead, invitation: Invitation) -> None:
    """The facts that decide the stage: first invited when, and the latest expiry of a link that works."""
    first_time = lead.invited_at or invitation.sent_at
    Lead.objects.filter(pk=lead.pk).update(invited_at=first_time, invitation_expires_at=invitation.expires_at)
    tell_when_links_end(lead)


def _in_words(at: datetime, profile: BusinessProfile) -> str:
    """In the business's own zone, for a job runs in none."""
    with timezone.override(profile.zone):
        return exact(at)
