from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.clients.inviting import invite, revoke, send_a_new_one, tell_when_links_end
from doorstep.clients.models import Client, ClientType, Invitation
from doorstep.clients.models.invitation import InvitationPurpose, InvitationStatus
from doorstep.clients.registration import bind
from doorstep.clients.tests.telling import mail_to, token_in, token_of, told
from doorstep.kit.errors import NotAllowed
from doorstep.kit.tokens import digest
from doorstep.leads.capture import capture
from doorstep.leads.editing import edit
from doorstep.leads.models import Lead
from doorstep.leads.stages import Stage
from doorstep.mail.models import Suppression
from doorstep.mail.models.suppression import Reason
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db


def later(**time: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**time), tick=True)


def test_an_invited_lead_gets_a_mail_with_her_own_link(maya: Lead, trader: ClientType, sam: Member) -> None:
    invitation = invite(maya, trader, by=sam)
    (message,) = mail_to(maya.email)
    assert message.subject == "Open your account with Fennmoor"
    assert "open your account as Trader" in message.full_text
    assert "Sam Whitlock" in message.full_text
    assert f"http://brokerage.localhost/join/{token_in(message)}/" in message.full_text
    assert invitation.message_id == message.pk
    assert invitation == Invitation.objects.bearing(token_in(message))


def test_the_token_itself_is_stored_nowhere_but_in_the_unsent_mail(maya: Lead, trader: ClientType, sam: Member) -> None:
    invitation = invite(maya, trader, by=sam)
    token = token_of(invitation)
    assert len(token) >= 43  # 256 bits
    assert bytes(invitation.token_digest) == digest(token)
    (message,) = mail_to(maya.email)
    assert token not in message.text + message.html + message.subject


def test_the_client_type_travels_with_the_token(maya: Lead, ib: ClientType, sam: Member) -> None:
    token = token_of(invite(maya, ib, by=sam))
    assert Invitation.objects.bearing(token).client_type == ib
    assert Invitation.objects.bearing(token + "x") is None


def test_last_email_sent_and_the_end_of_the_link_stand_on_the_lead(maya: Lead, trader: ClientType, sam: Member) -> None:
    invitation = invite(maya, trader, by=sam)
    maya = maya.fresh()
    assert maya.last_email_at == invitation.sent_at
    assert maya.invitation_expires_at == invitation.expires_at
    assert maya.stage == Stage.INVITATION_SENT


def test_the_timeline_says_who_invited_her_as_what(maya: Lead, trader: ClientType, sam: Member) -> None:
    invite(maya, trader, by=sam)
    assert told(maya)[0] == "Sam Whitlock sent the registration e-mail as Trader"


def test_an_invitation_expires_by_the_clock_alone(maya: Lead, trader: ClientType, sam: Member) -> None:
    invitation = invite(maya, trader, by=sam)
    almost, over = invitation.expires_at - timedelta(seconds=1), invitation.expires_at
    with time_machine.travel(almost, tick=False):
        assert maya.stage == Stage.INVITATION_SENT
        assert invitation.status == InvitationStatus.SENT
        assert Lead.objects.in_stage(Stage.INVITATION_SENT).count() == 1
    with time_machine.travel(over, tick=False):
        assert maya.stage == Stage.INVITATION_EXPIRED
        assert invitation.status == InvitationStatus.EXPIRED
        assert Lead.objects.in_stage(Stage.INVITATION_EXPIRED).count() == 1
        assert not invitation.works


@pytest.mark.parametrize("status", InvitationStatus)
def test_the_list_and_the_row_agree_on_what_became_of_an_invitation(
    status: InvitationStatus, maya: Lead, trader: ClientType, sam: Member
) -> None:
    invitation = invite(maya, trader, by=sam)
    facts = {
        InvitationStatus.OPENED: {"opened_at": timezone.now()},
        InvitationStatus.ACCEPTED: {"accepted_at": timezone.now(), "revoked_at": timezone.now()},
        InvitationStatus.REVOKED: {"revoked_at": timezone.now()},
        InvitationStatus.EXPIRED: {"expires_at": timezone.now()},
    }
    Invitation.objects.filter(pk=invitation.pk).update(**facts.get(status, {}))
    assert invitation.fresh().status == status
    assert [found for found in InvitationStatus if Invitation.objects.with_status(found).exists()] == [status]


def test_sending_again_makes_a_fresh_link_and_kills_none(maya: Lead, trader: ClientType, sam: Member) -> None:
    first = invite(maya, trader, by=sam)
    with later(days=1):
        second = invite(maya, trader, by=sam)
        assert token_of(first) != token_of(second)
        assert first.fresh().works
        assert second.works
        assert maya.fresh().invitation_expires_at == second.expires_at
        assert maya.fresh().invited_at == first.sent_at


def test_a_double_click_sends_one_mail(maya: Lead, trader: ClientType, sam: Member) -> None:
    assert invite(maya, trader, by=sam) == invite(maya, trader, by=sam)
    assert len(mail_to(maya.email)) == 1


def test_another_type_or_another_member_within_seconds_is_no_double_click(
    maya: Lead, trader: ClientType, ib: ClientType, sam: Member, ann: Member
) -> None:
    assert len({invite(maya, trader, by=sam), invite(maya, ib, by=sam), invite(maya, trader, by=ann)}) == 3


def test_who_has_registered_is_not_invited_and_the_refusal_says_when(
    maya: Lead, noor: Client, trader: ClientType, sam: Member, ann: Member
) -> None:
    bind(maya, noor, by=ann)
    with later(minutes=2), pytest.raises(NotAllowed) as refusal:
        invite(maya, trader, by=sam)
    assert refusal.value.sentence.startswith("Maya registered at ")
    assert refusal.value.sentence.endswith(f", 2 min ago. The client number is {noor.client_number}.")
    assert mail_to(maya.email) == []


def test_a_lead_without_an_email_is_not_invited(house: object, ann: Member, trader: ClientType) -> None:
    lead = capture(house, by=ann, name="Pat Doe", phone="+1 202 555 0101")
    with pytest.raises(NotAllowed, match="has no e-mail address"):
        invite(lead, trader, by=ann)


def test_an_address_that_bounced_is_not_written_to(maya: Lead, trader: ClientType, ann: Member) -> None:
    Suppression.objects.create(email_key=maya.email_key, reason=Reason.BOUNCE)
    with pytest.raises(NotAllowed, match="takes no mail"):
        invite(maya, trader, by=ann)


def test_who_left_a_mailing_list_may_still_be_invited(maya: Lead, trader: ClientType, ann: Member) -> None:
    Suppression.objects.create(email_key=maya.email_key, list_key="news", reason=Reason.UNSUBSCRIBE)
    assert invite(maya, trader, by=ann).works


def test_a_deleted_lead_is_not_invited(maya: Lead, trader: ClientType, ann: Member) -> None:
    maya.delete_softly(by=ann)
    with pytest.raises(NotAllowed, match="Restore the lead first"):
        invite(maya, trader, by=ann)


def test_a_lead_with_the_address_of_a_client_is_to_be_bound_instead(
    house: object, noor: Client, trader: ClientType, ann: Member
) -> None:
    lead = capture(house, by=ann, name="Noor H.", email="Noor@Example.com")
    with pytest.raises(NotAllowed, match=f"already belongs to client {noor.client_number}. Bind"):
        invite(lead, trader, by=ann)


def test_leads_of_a_buyer_do_not_become_clients_of_the_house(larkfield: Business) -> None:
    with scope(larkfield):
        bea = Member.objects.select_related("team").get(user__name="Bea Holloway")
        lead = capture(bea.team, by=bea, name="Lena Sun", email="lena@example.com")
        with pytest.raises(NotAllowed, match="Only leads of the house"):
            invite(lead, ClientType.objects.get(), by=bea)


def test_a_revoked_link_stops_and_the_stage_follows(maya: Lead, trader: ClientType, sam: Member) -> None:
    first = invite(maya, trader, by=sam)
    with later(hours=1):
        second = invite(maya, trader, by=sam)
        revoke(second, by=sam)
        assert second.fresh().status == InvitationStatus.REVOKED
        assert maya.fresh().invitation_expires_at == first.expires_at
        revoke(first.fresh(), by=sam)
        assert maya.fresh().stage == Stage.INVITATION_EXPIRED
        with pytest.raises(NotAllowed, match="nothing to revoke"):
            revoke(first, by=sam)


def test_an_expired_link_gives_a_new_one_to_the_leads_own_address(maya: Lead, ib: ClientType, sam: Member) -> None:
    old = invite(maya, ib, by=sam)
    edit(maya, by=sam, email="maya@elsewhere.example")
    with later(days=8):
        send_a_new_one(old.fresh())
        (message,) = mail_to("maya@elsewhere.example")
        fresh = Invitation.objects.bearing(token_in(message))
        assert fresh.client_type == ib
        assert fresh.sent_by == sam
        assert maya.fresh().stage == Stage.INVITATION_SENT
        assert told(maya)[0] == "Asked for a new link and got one"


def test_a_new_link_is_sent_a_few_times_an_hour_at_most(maya: Lead, trader: ClientType, sam: Member) -> None:
    old = invite(maya, trader, by=sam)
    with later(days=8):
        for _click in range(6):
            send_a_new_one(old.fresh())
        assert len(mail_to(maya.email)) == 1 + 3


def test_a_link_that_still_works_gives_no_new_one(maya: Lead, trader: ClientType, sam: Member) -> None:
    send_a_new_one(invite(maya, trader, by=sam))
    assert len(mail_to(maya.email)) == 1


def test_the_two_purposes_keep_their_own_history(maya: Lead, trader: ClientType, ann: Member) -> None:
    to_open = invite(maya, trader, by=ann)
    later_on = {"sent_at": timezone.now(), "expires_at": timezone.now() + timedelta(days=99), "token_digest": b"\1"}
    to_link = Invitation.objects.create(lead=maya, purpose=InvitationPurpose.LINK_EXTERNAL, **later_on)
    tell_when_links_end(maya)
    assert list(Invitation.objects.for_account()) == [to_open]
    assert maya.fresh().invitation_expires_at == to_open.expires_at != to_link.expires_at
