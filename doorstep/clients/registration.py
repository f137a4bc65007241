"""How a lead becomes a client: she registers herself, a member makes the account, or a member binds the two.

Every road is one transaction. Locks are taken in one order, first the business's register of client numbers, then the
leads: whoever comes second finds what the first one wrote, and reads it in a sentence.
"""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.accounts.kinds import PASSWORD_CHOSEN
from doorstep.accounts.models import Member, PasswordLink, User
from doorstep.accounts.models.password_link import FIRST
from doorstep.accounts.passwords import link_to
from doorstep.clients import kinds
from doorstep.clients.emails import CHOOSE_A_PASSWORD
from doorstep.clients.inviting import tell_when_links_end
from doorstep.clients.locks import hold, hold_the_register
from doorstep.clients.models import Binding, Client, ClientType, Invitation
from doorstep.clients.models.binding import BindingMethod
from doorstep.clients.models.invitation import InvitationPurpose
from doorstep.clients.refusals import refuse, registered_sentence, why_no_account, why_not_converted
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line, email_key
from doorstep.leads.models import Lead
from doorstep.leads.models.reach import LeadQuerySet
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.kinds import Actor
from doorstep.timeline.models import Activity
from doorstep.ui.words import exact


def register(*, name: str, email: str, password_hash: str, invitation: Invitation | None = None) -> Client:
    """The person made the account herself and has proved that she reads `email`.

    With an invitation she gets its client type, whatever address she chose. With or without, every lead of the house
    with her address that nobody has claimed is hers.
    """
    hold_the_register()
    lead = _redeem(invitation) if invitation else None
    client_type = invitation.client_type if invitation else ClientType.objects.offered().first()
    client = _admit(name, email, client_type, by=None, password_hash=password_hash)
    if lead is not None:
        _join(lead, client, BindingMethod.BY_LINK, by=client)
    matched = _join_all(_claimable(email, Lead.objects.all()), client, BindingMethod.MATCHED, by=client)
    first = lead or next(iter(matched), None)
    if first is not None:
        _note_phone(client.user, first.phone)
    kinds.REGISTERED.record(first or client, by=client, client_type=client.client_type)
    return client


def create_directly(
    lead: Lead, client_type: ClientType, *, by: Member, name: str, email: str, phone: str = ""
) -> Client:
    """A member makes the account; the person gets a link to choose a password.

    Other leads with the address that the member sees are the client's at once; those she does not see wait until the
    person has proved the address (`claim_by_address`).
    """
    hold_the_register()
    hold(lead)
    refuse(why_not_converted(lead))
    client = _admit(name, email, client_type, by=by, phone=phone)
    _join(lead, client, BindingMethod.DIRECT, by=by)
    _join_all(_claimable(email, Lead.objects.visible_to(by)), client, BindingMethod.MATCHED, by=by)
    kinds.ACCOUNT_CREATED.record(lead, by=by, client=client.client_number, client_type=client_type)
    _send_password_link(client, lead, by=by)
    return client


def join_by_link(invitation: Invitation, client: Client) -> Binding:
    """She has an account already and is signed in to it: the lead whose link she holds is hers too."""
    lead = _redeem(invitation)
    binding = _join(lead, client, BindingMethod.BY_LINK, by=client)
    kinds.JOINED.record(lead, by=client, client=client.client_number)
    return binding


@PASSWORD_CHOSEN.then
def claim_by_address(chosen: Activity) -> None:
    """Who chose a password by a mailed link reads that address: what nobody has claimed with it is hers."""
    client = Client.objects.filter(user_id=chosen.subject_id).select_related("user").first()
    if client is not None:
        hold_the_register()
        _join_all(_claimable(client.user.email, Lead.objects.all()), client, BindingMethod.MATCHED, by=client)


def bind(lead: Lead, client: Client, *, by: Member) -> Binding:
    """The lead is a client already. Both histories stay, and are read as one."""
    hold(lead)
    refuse(why_not_converted(lead))
    binding = _join(lead, client, BindingMethod.BOUND, by=by)
    kinds.BOUND.record(lead, by=by, client=client.client_number)
    return binding


def unbind(binding: Binding, *, by: Member, because: str) -> None:
    """An admin puts the lead back to where it stood before. Both timelines say so, and why."""
    reason = clean_line(because)
    if not by.is_admin:
        raise NotAllowed(_("Only an admin can undo a binding. Ask one of them."))
    if not reason:
        raise NotAllowed(_("Say why the binding is undone. It stands on the timeline."), field="because")
    lead, client = binding.lead, binding.client
    hold(lead)
    _undo(binding, by=by, reason=reason)
    kinds.UNBOUND.record(lead, by=by, client=client.client_number, reason=reason)
    kinds.RELEASED.record(client, by=by, lead=lead.name, lead_id=lead.pk, reason=reason)


def find_client(text: str, *, by: Member) -> list[Client]:
    """Within reach, by client number or e-mail. One address may have several accounts: then the member chooses."""
    within_reach = Client.objects.visible_to(by)
    numbered = within_reach.numbered(text).select_related("user", "client_type")
    key = email_key(text)
    return list(numbered or (within_reach.of_address(key) if key else ()))


def _redeem(invitation: Invitation) -> Lead:
    """Of any number of people with the same link, one gets it."""
    lead: Lead = invitation.lead
    hold(lead)
    invitation.refresh_from_db()
    refuse(registered_sentence(lead))
    if lead.is_deleted or invitation.purpose != InvitationPurpose.OPEN_ACCOUNT or not invitation.may_still_be_redeemed:
        raise NotAllowed(_("This link does not work any more. Ask us for a new one, or make your account without it."))
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
    Invitation.objects.note_opening(invitation.pk)
    return lead


def _admit(
    name: str,
    email: str,
    client_type: ClientType | None,
    *,
    by: Member | None,
    password_hash: str = "",
    phone: str = "",
) -> Client:
    """A user with the next client number."""
    if client_type is None:
        raise NotAllowed(_("This business takes no new clients now."))
    if reason := why_no_account(email, by=by):
        raise NotAllowed(reason, field="email")
    user = User.objects.register(email=email, name=name, password_hash=password_hash)
    _note_phone(user, phone)
    BusinessProfile.objects.update(last_client_number=F("last_client_number") + 1)
    number = BusinessProfile.objects.get().last_client_number
    return Client.objects.create(user=user, number=number, client_type=client_type)


def _note_phone(user: User, phone: str) -> None:
    """What we know of her phone, so that nobody asks twice."""
    if phone:
        user.phone = phone[: User._meta.get_field("phone").max_length]
        user.save(update_fields=["phone"])


def _send_password_link(client: Client, lead: Lead, *, by: Member) -> None:
    token = PasswordLink.objects.issue(email_key=client.user.email_key, lasts=FIRST, user=client.user)
    with timezone.override(BusinessProfile.objects.get().zone):
        works_until = exact(timezone.now() + FIRST)
    CHOOSE_A_PASSWORD.send(
        to=client.user.email,
        name=client.user.name,
        values={
            "first_name": lead.greeting_name,
            "client_number": client.client_number,
            "works_until": works_until,
            "sender": by.actor_name,
        },
        action_url=link_to(token, "portal"),
        about=lead,
        by=by,
    )
    Lead.objects.filter(pk=lead.pk).update(last_email_at=timezone.now())


def _claimable(email: str, among: LeadQuerySet) -> list[Lead]:
    """The leads of the house with this address that have not registered, locked."""
    mine = among.same_person(email_key=email_key(email) or "").filter(team__is_house=True, registered_at=None)
    return list(mine.select_for_update(of=("self",)).order_by("pk"))


def _join_all(leads: Iterable[Lead], client: Client, how: BindingMethod, *, by: Actor) -> list[Lead]:
    joined = list(leads)
    for lead in joined:
        _join(lead, client, how, by=by)
        kinds.MATCHED.record(lead, by=by, client=client.client_number)
    return joined


def _join(lead: Lead, client: Client, how: BindingMethod, *, by: Actor) -> Binding:
    now = timezone.now()
    Lead.objects.filter(pk=lead.pk).update(registered_at=now, updated_at=now)
    lead.refresh_from_db()
    member = by if isinstance(by, Member) else None
    return Binding.objects.create(lead=lead, client=client, how=how, bound_at=now, bound_by=member)


def _undo(binding: Binding, *, by: Member, reason: str) -> None:
    """Before the binding nothing beyond an invitation had happened, so the later facts go; a spent link stays spent."""
    now = timezone.now()
    undone = Binding.objects.alive().filter(pk=binding.pk)
    if not undone.update(undone_at=now, undone_by=by, undone_because=reason):
        raise NotAllowed(_("This binding was already undone."))
    Lead.objects.filter(pk=binding.lead_id).update(registered_at=None, applied_at=None, opened_at=None, updated_at=now)
    binding.lead.refresh_from_db()
    tell_when_links_end(binding.lead)
