from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from doorstep.accounts.models import Member, PasswordLink, Team, User
from doorstep.clients.inviting import invite, revoke
from doorstep.clients.models import Binding, Client, ClientType
from doorstep.clients.models.binding import BindingMethod
from doorstep.clients.models.invitation import InvitationStatus
from doorstep.clients.registration import create_directly, register
from doorstep.clients.tests.telling import mail_to, told
from doorstep.kit.errors import NotAllowed
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.leads.stages import UNREGISTERED, Stage
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db


def how_of(lead: Lead) -> BindingMethod:
    return BindingMethod(Binding.objects.alive().get(lead=lead).how)


def test_who_comes_by_the_link_gets_its_client_type_and_is_registered(maya: Lead, ib: ClientType, sam: Member) -> None:
    invitation = invite(maya, ib, by=sam)
    client = register(name="Maya Okonjo", email=maya.email, password_hash="", invitation=invitation)
    assert client.client_type == ib
    assert maya.fresh().stage == Stage.REGISTERED
    assert how_of(maya) == BindingMethod.BY_LINK
    assert invitation.fresh().status == InvitationStatus.ACCEPTED
    assert told(maya)[0] == "Registered as IB"


def test_what_we_know_of_her_phone_is_not_asked_again(maya: Lead, trader: ClientType, sam: Member) -> None:
    client = register(name="Maya", email=maya.email, password_hash="", invitation=invite(maya, trader, by=sam))
    assert client.user.phone == maya.phone


def test_the_client_reads_it_in_her_own_words(maya: Lead, trader: ClientType, sam: Member) -> None:
    register(name="Maya", email=maya.email, password_hash="", invitation=invite(maya, trader, by=sam))
    shown = Activity.objects.about([maya.pk]).shown_to_client()
    assert [sentence(line, in_portal=True) for line in shown] == [
        "You made your account",
        "Sam Whitlock invited you to open an account",
    ]


def test_who_comes_by_the_link_may_use_another_address(maya: Lead, trader: ClientType, sam: Member) -> None:
    client = register(
        name="Maya", email="maya@elsewhere.example", password_hash="", invitation=invite(maya, trader, by=sam)
    )
    assert how_of(maya) == BindingMethod.BY_LINK
    assert client.user.email == "maya@elsewhere.example"


def test_who_comes_without_the_link_is_still_matched(maya: Lead, trader: ClientType, sam: Member) -> None:
    invitation = invite(maya, trader, by=sam)
    client = register(name="M. Okonjo", email="Maya.Okonjo@EXAMPLE.com", password_hash="")
    assert how_of(maya) == BindingMethod.MATCHED
    assert maya.fresh().stage == Stage.REGISTERED
    assert client.client_type == trader  # the first on the business's list
    assert invitation.fresh().status != InvitationStatus.ACCEPTED
    assert f"Matched to client {client.client_number} by the e-mail address" in told(maya)


def test_every_lead_of_the_house_with_the_address_is_matched_and_nobody_elses(
    maya: Lead, house: Team, ann: Member
) -> None:
    twin = capture(house, by=ann, name="Maya O.", email=maya.email)
    gone = capture(house, by=ann, name="Deleted Maya", email=maya.email)
    gone.delete_softly(by=ann)
    of_a_buyer = capture(Team.objects.create(name="Buyer"), by=ann, name="Maya", email=maya.email)
    register(name="Maya", email=maya.email, password_hash="")
    assert [lead.fresh().is_registered for lead in (maya, twin, gone, of_a_buyer)] == [True, True, False, False]


def test_who_is_known_to_nobody_becomes_a_client_all_the_same(noor: Client) -> None:
    assert noor.client_number == "C-10001"
    assert told(noor) == ["Registered as Trader"]


def test_client_numbers_follow_one_another(noor: Client, maya: Lead, trader: ClientType, ann: Member) -> None:
    client = create_directly(maya, trader, by=ann, name="Maya Okonjo", email=maya.email)
    assert [noor.number, client.number] == [10_001, 10_002]


def test_a_refused_registration_uses_up_no_number(noor: Client) -> None:
    with pytest.raises(NotAllowed):
        register(name="Noor again", email="noor@example.com", password_hash="")
    assert BusinessProfile.objects.get().last_client_number == noor.number


def test_a_link_is_good_for_one_registration(maya: Lead, trader: ClientType, sam: Member) -> None:
    invitation = invite(maya, trader, by=sam)
    register(name="Maya", email=maya.email, password_hash="", invitation=invitation)
    with pytest.raises(NotAllowed, match="Maya registered at"):
        register(name="Eve", email="eve@example.com", password_hash="", invitation=invitation)
    assert not User.objects.called("eve@example.com").exists()


def test_a_revoked_link_registers_nobody(maya: Lead, trader: ClientType, sam: Member) -> None:
    invitation = invite(maya, trader, by=sam)
    revoke(invitation, by=sam)
    with pytest.raises(NotAllowed, match="does not work any more"):
        register(name="Maya", email=maya.email, password_hash="", invitation=invitation)


def test_who_opened_the_link_in_time_may_finish_typing_the_code(maya: Lead, trader: ClientType, sam: Member) -> None:
    invitation = invite(maya, trader, by=sam)
    with time_machine.travel(invitation.expires_at + timedelta(minutes=14)):
        assert register(name="Maya", email=maya.email, password_hash="", invitation=invitation).number
    assert how_of(maya) == BindingMethod.BY_LINK


def test_a_link_long_expired_registers_nobody(maya: Lead, trader: ClientType, sam: Member) -> None:
    invitation = invite(maya, trader, by=sam)
    with (
        time_machine.travel(invitation.expires_at + timedelta(minutes=16)),
        pytest.raises(NotAllowed, match="does not work"),
    ):
        register(name="Maya", email=maya.email, password_hash="", invitation=invitation)


def test_one_address_has_one_account_unless_duplicates_are_allowed(noor: Client) -> None:
    with pytest.raises(NotAllowed, match=f"already belongs to client {noor.client_number}"):
        register(name="Noor", email="noor@example.com", password_hash="")
    BusinessProfile.objects.update(allow_duplicate_contact=True)
    second = register(name="Noor", email="noor@example.com", password_hash="")
    assert second.user_id != noor.user_id
    assert [user.account_number for user in User.objects.called("noor@example.com")] == [1, 2]


def test_a_member_makes_the_account_and_the_person_chooses_the_password(
    maya: Lead, ib: ClientType, ann: Member
) -> None:
    client = create_directly(maya, ib, by=ann, name="Maya Okonjo", email=maya.email, phone=maya.phone)
    assert not client.user.has_password
    assert client.user.phone == maya.phone
    assert how_of(maya) == BindingMethod.DIRECT
    assert maya.fresh().last_email_at is not None
    (message,) = mail_to(maya.email)
    assert client.client_number in message.full_text
    token = message.secrets["action_url"].rstrip("/").rsplit("/", 1)[-1]
    assert PasswordLink.objects.of(token).user == client.user
    assert told(maya)[0] == f"Ann Reyes created the portal account {client.client_number} as IB"


def test_a_second_click_on_create_is_told_that_she_registered(maya: Lead, ib: ClientType, ann: Member) -> None:
    create_directly(maya, ib, by=ann, name="Maya", email=maya.email)
    with pytest.raises(NotAllowed, match=r"Maya registered at .* The client number is C-10001"):
        create_directly(maya, ib, by=ann, name="Maya", email=maya.email)
    assert Client.objects.count() == 1


def test_an_account_for_an_address_that_has_one_is_refused_beside_the_field(
    maya: Lead, noor: Client, trader: ClientType, ann: Member
) -> None:
    with pytest.raises(NotAllowed) as refusal:
        create_directly(maya, trader, by=ann, name="Maya", email="noor@example.com")
    assert refusal.value.field == "email"
    assert maya.fresh().stage == Stage.NOT_INVITED


def test_a_registered_lead_leaves_the_invite_list_and_cannot_be_deleted(
    maya: Lead, tomasz: Lead, trader: ClientType, ann: Member
) -> None:
    create_directly(maya, trader, by=ann, name="Maya", email=maya.email)
    assert list(Lead.objects.in_stage(*UNREGISTERED)) == [tomasz]
    with pytest.raises(NotAllowed, match="registered as a client and cannot be deleted"):
        maya.delete_softly(by=ann)


def test_registered_becomes_prospect_and_opened_and_a_declined_application_goes_back(
    maya: Lead, trader: ClientType, ann: Member
) -> None:
    create_directly(maya, trader, by=ann, name="Maya", email=maya.email)
    maya.apply_for_account(by=ann)
    assert maya.fresh().stage == Stage.PROSPECT
    maya.decline(reason="the passport had expired", by=ann)
    assert maya.fresh().stage == Stage.REGISTERED
    assert "Ann Reyes closed the application: the passport had expired" in told(maya)
    maya.apply_for_account(by=ann)
    maya.open_account(by=ann)
    assert maya.fresh().stage == Stage.ACCOUNT_OPENED


def test_registration_is_said_at_the_time_it_happened(maya: Lead, trader: ClientType, ann: Member) -> None:
    before = timezone.now()
    create_directly(maya, trader, by=ann, name="Maya", email=maya.email)
    assert before <= maya.fresh().registered_at <= timezone.now()
