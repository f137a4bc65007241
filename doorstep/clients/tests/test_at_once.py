"""Many people at the same moment, on real connections."""

import pytest

from doorstep.accounts.models import Member, User
from doorstep.clients import sending_invitations
from doorstep.clients.inviting import invite
from doorstep.clients.inviting_many import invite_many
from doorstep.clients.models import Binding, Client, ClientType, Invitation
from doorstep.clients.registration import bind, create_directly, register
from doorstep.clients.tests.telling import at_once
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, BusinessProfile
from doorstep.tenancy.steps import take_step

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lead(fennmoor: Business) -> Lead:
    with scope(fennmoor):
        ann = the_admin()
        return capture(ann.team, by=ann, name="Maya Okonjo", email="maya.okonjo@example.com")


@pytest.fixture
def trader_type(fennmoor: Business) -> ClientType:
    with scope(fennmoor):
        return ClientType.objects.get(name="Trader")


def the_admin() -> Member:
    return Member.objects.select_related("user", "team").get(user__name="Ann Reyes")


def the(lead: Lead) -> Lead:
    return Lead.objects.get(pk=lead.pk)


def test_of_fifty_people_with_one_link_one_registers_and_the_rest_are_told_so(
    fennmoor: Business, lead: Lead, trader_type: ClientType
) -> None:
    with scope(fennmoor):
        invitation = invite(the(lead), trader_type, by=the_admin())

    def redeem(number: int) -> Client:
        link = Invitation.objects.select_related("lead", "client_type").get(pk=invitation.pk)
        return register(name=f"Person {number}", email=f"person{number}@example.com", password_hash="", invitation=link)

    made, refusals = at_once(fennmoor, [lambda number=number: redeem(number) for number in range(50)])
    assert len(made) == 1
    assert len(refusals) == 49
    assert all("Maya registered at" in sentence and "C-10001" in sentence for sentence in refusals)
    with scope(fennmoor):
        assert (Client.objects.count(), Binding.objects.count()) == (1, 1)
        assert BusinessProfile.objects.get().last_client_number == 10_001


def test_ten_people_get_ten_numbers_in_a_row(fennmoor: Business) -> None:
    def sign_up(number: int) -> Client:
        return register(name=f"Person {number}", email=f"person{number}@example.com", password_hash="")

    made, refusals = at_once(fennmoor, [lambda number=number: sign_up(number) for number in range(10)])
    assert refusals == []
    assert sorted(client.number for client in made) == list(range(10_001, 10_011))


def test_one_address_typed_ten_times_becomes_one_account(fennmoor: Business) -> None:
    made, refusals = at_once(fennmoor, [lambda: register(name="Maya", email="maya@example.com", password_hash="")] * 10)
    assert (len(made), len(refusals)) == (1, 9)
    with scope(fennmoor):
        assert User.objects.called("maya@example.com").count() == 1


def test_ten_clicks_on_send_are_one_mail(fennmoor: Business, lead: Lead, trader_type: ClientType) -> None:
    made, refusals = at_once(fennmoor, [lambda: invite(the(lead), trader_type, by=the_admin())] * 10)
    assert refusals == []
    assert len({invitation.pk for invitation in made}) == 1
    with scope(fennmoor):
        assert Message.objects.count() == 1


def test_the_three_exits_at_once_let_one_through(fennmoor: Business, lead: Lead, trader_type: ClientType) -> None:
    with scope(fennmoor):
        noor = register(name="Noor Haddad", email="noor@example.com", password_hash="")
        invitation = invite(the(lead), trader_type, by=the_admin())
    roads = [
        lambda: bind(the(lead), noor, by=the_admin()),
        lambda: create_directly(the(lead), trader_type, by=the_admin(), name="Maya", email="maya.okonjo@example.com"),
        lambda: register(
            name="Maya",
            email="maya@elsewhere.example",
            password_hash="",
            invitation=Invitation.objects.get(pk=invitation.pk),
        ),
    ]
    made, refusals = at_once(fennmoor, roads * 4)
    assert (len(made), len(refusals)) == (1, 11)
    with scope(fennmoor):
        assert Binding.objects.alive().count() == 1


def test_two_workers_with_one_bulk_send_write_to_nobody_twice(fennmoor: Business, trader_type: ClientType) -> None:
    with scope(fennmoor):
        ann = the_admin()
        crowd = [capture(ann.team, by=ann, name=f"P {at}", email=f"p{at}@example.com").pk for at in range(45)]
        work = invite_many(ann, crowd, trader_type)
    at_once(fennmoor, [lambda: take_step(work.pk, sending_invitations.step)] * 6)
    with scope(fennmoor):
        assert Message.objects.count() == 45
        assert work.fresh().outcome == {"sent": 45, "refused": 0}
