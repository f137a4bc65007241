"""What a member without the downline can learn and do about clients whose leads others work: nothing."""

import pytest

from doorstep.accounts.members import add_member
from doorstep.accounts.models import Member, PasswordLink, Team, User
from doorstep.accounts.models.password_link import FIRST
from doorstep.accounts.passwords import choose
from doorstep.accounts.throttle import Visitor
from doorstep.clients import kinds
from doorstep.clients.engagement import visible_to
from doorstep.clients.inviting import invite, revoke
from doorstep.clients.models import Binding, Client, ClientType, Invitation
from doorstep.clients.models.binding import BindingMethod
from doorstep.clients.refusals import why_not_invited
from doorstep.clients.registration import bind, create_directly, find_client, join_by_link, register, unbind
from doorstep.clients.signing_up import begin
from doorstep.clients.tests.telling import mail_to, told
from doorstep.kit.errors import NotAllowed
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.leads.stages import Stage

pytestmark = pytest.mark.django_db
PASSWORD = "a short sentence is good"


@pytest.fixture
def of_sam(tomasz: Lead, noor: Client, ann: Member) -> Client:
    """Noor is Sam's client by Tomasz's lead: out of Kofi's reach."""
    bind(tomasz, noor, by=ann)
    return noor


@pytest.fixture
def kofis(house: Team, kofi: Member) -> Lead:
    """Kofi typed Noor's address."""
    return capture(house, by=kofi, assignee=kofi, name="Noor H.", email="noor@example.com")


def numbers(of: Member) -> list[int]:
    return list(Client.objects.visible_to(of).values_list("number", flat=True))


def test_a_client_without_a_lead_is_everybodys_in_the_house_and_no_buyers(noor: Client, kofi: Member) -> None:
    buyer = add_member(Team.objects.create(name="Buyer"), name="Bea", email="bea@example.com", by=None, is_admin=True)
    assert numbers(kofi) == [noor.number]
    assert numbers(buyer) == []


def test_a_client_who_was_released_by_the_last_lead_is_everybodys_again(
    of_sam: Client, ann: Member, kofi: Member
) -> None:
    assert numbers(kofi) == []
    unbind(Binding.objects.get(), by=ann, because="mistake")
    assert numbers(kofi) == [of_sam.number]


@pytest.mark.parametrize("asked", ["C-10001", "noor@example.com"])
def test_a_client_out_of_reach_is_not_found(asked: str, of_sam: Client, kofi: Member, sam: Member) -> None:
    assert find_client(asked, by=sam) == [of_sam]
    assert find_client(asked, by=kofi) == []


def test_a_lead_with_the_address_of_a_client_out_of_reach_is_invited_like_any_other(
    of_sam: Client, kofis: Lead, trader: ClientType, ann: Member, kofi: Member
) -> None:
    assert of_sam.client_number in why_not_invited(kofis, by=ann)
    assert why_not_invited(kofis, by=kofi) == ""
    assert invite(kofis, trader, by=kofi).works


def test_whoever_answers_the_invitation_signed_in_is_bound_by_it(
    of_sam: Client, kofis: Lead, trader: ClientType, kofi: Member
) -> None:
    binding = join_by_link(invite(kofis, trader, by=kofi), of_sam)
    assert (binding.how, kofis.fresh().stage) == (BindingMethod.BY_LINK, Stage.REGISTERED)
    assert Invitation.objects.get(lead=kofis).accepted_at is not None
    assert told(kofis)[0] == "Came by the link, signed in as client C-10001"
    assert numbers(kofi) == [of_sam.number]


@pytest.mark.parametrize("by_then", ["used", "revoked", "deleted"])
def test_an_invitation_that_is_over_binds_nobody_who_is_signed_in(
    by_then: str, of_sam: Client, kofis: Lead, trader: ClientType, kofi: Member, ann: Member
) -> None:
    sent = invite(kofis, trader, by=kofi)
    if by_then == "used":
        register(name="Ola Berg", email="ola@example.com", password_hash="", invitation=sent)
    elif by_then == "revoked":
        revoke(sent, by=kofi)
    else:
        kofis.delete_softly(by=ann)
    with pytest.raises(NotAllowed):
        join_by_link(sent, of_sam)
    assert Binding.objects.filter(client=of_sam).count() == 1


def test_the_invitation_of_somebody_who_has_an_account_leads_through_signing_in(
    of_sam: Client, kofis: Lead, trader: ClientType, kofi: Member
) -> None:
    sent = invite(kofis, trader, by=kofi)
    begin(name="Noor", password=PASSWORD, by=Visitor("noor@example.com", "192.0.2.1"), invitation=sent)
    assert "sign-in/?next=/portal/sign-up/" in mail_to("noor@example.com")[-1].full_text


def test_an_account_for_an_address_out_of_reach_is_refused_in_words_that_name_nobody(
    of_sam: Client, kofis: Lead, trader: ClientType, kofi: Member, ann: Member
) -> None:
    def said(email: str) -> str:
        with pytest.raises(NotAllowed) as refusal:
            create_directly(kofis, trader, by=kofi, name="N", email=email)
        assert refusal.value.field == "email"
        return refusal.value.sentence.replace(email, "…")

    assert said("noor@example.com") == said(ann.user.email)
    assert "C-1" not in said("noor@example.com")
    assert "Send the registration e-mail instead" in said("noor@example.com")
    assert kofis.fresh().stage == Stage.NOT_INVITED


def test_leads_out_of_reach_with_the_typed_address_wait_until_its_owner_answers(
    tomasz: Lead, house: Team, trader: ClientType, kofi: Member
) -> None:
    kofis = [capture(house, by=kofi, assignee=kofi, name="T. B.", email=tomasz.email) for _each in range(2)]
    client = create_directly(kofis[0], trader, by=kofi, name="T. B.", email=tomasz.email)
    assert [lead.fresh().is_registered for lead in (*kofis, tomasz)] == [True, True, False]
    assert len(told(tomasz)) == 1
    link = PasswordLink.objects.works().get(user=client.user)
    choose(link, client.user, PASSWORD)
    assert tomasz.fresh().is_registered
    assert told(tomasz)[0] == f"Matched to client {client.client_number} by the e-mail address"


def test_a_new_password_of_a_member_claims_no_leads(tomasz: Lead, sam: Member) -> None:
    PasswordLink.objects.issue(email_key=sam.user.email_key, user=sam.user, lasts=FIRST)
    choose(PasswordLink.objects.works().get(), sam.user, PASSWORD)
    assert not Binding.objects.exists()


def test_a_clients_timeline_names_no_lead_out_of_reach(
    of_sam: Client, maya: Lead, ann: Member, sam: Member, kofi: Member
) -> None:
    bind(maya, of_sam, by=ann)
    unbind(Binding.objects.get(lead_id=maya.pk), by=ann, because="not she")
    maya.assign_to(sam, by=ann)
    kinds.RELEASED.record(of_sam, by=ann, lead="Written before ids were", reason="old")

    def said(member: Member) -> list[str]:
        lines = visible_to(member, of_sam).filter(kind=kinds.RELEASED.key)
        return [line.facts["lead"] for line in lines]

    assert said(kofi) == []
    assert said(sam) == ["Maya Okonjo"]
    assert said(ann) == ["Written before ids were", "Maya Okonjo"]


def test_a_buyer_takes_into_its_team_whom_the_house_knows_and_learns_nothing(of_sam: Client, ann: Member) -> None:
    brightwater = Team.objects.create(name="Brightwater")
    bea = add_member(brightwater, name="Bea", email="bea@example.com", by=None, is_admin=True)
    for email in (of_sam.user.email, ann.user.email, "nobody@example.com"):
        member = add_member(brightwater, name="New", email=email, by=bea)
        assert member.user.pk not in (of_sam.user_id, ann.user_id)
        assert mail_to(email)[-1].kind == "first_password"
        with pytest.raises(NotAllowed, match="already has an account here"):
            add_member(brightwater, name="Again", email=email, by=bea)
    assert of_sam.user.fresh().name == "Noor Haddad"


def test_who_works_for_a_buyer_may_become_a_client_of_the_house(house: Team) -> None:
    add_member(Team.objects.create(name="Brightwater"), name="Bea", email="bea@example.com", by=None, is_admin=True)
    begin(name="Bea", password=PASSWORD, by=Visitor("bea@example.com", "192.0.2.1"))
    assert mail_to("bea@example.com")[-1].kind == "confirmation_code"
    client = register(name="Bea", email="bea@example.com", password_hash="")
    assert User.objects.called("bea@example.com").count() == 2
    assert client.user.account_number == 2
