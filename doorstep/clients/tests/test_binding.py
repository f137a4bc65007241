from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from doorstep.accounts.models import Member, Team
from doorstep.clients.engagement import contact_member
from doorstep.clients.inviting import invite
from doorstep.clients.models import Binding, Client, ClientType
from doorstep.clients.models.binding import BindingMethod
from doorstep.clients.registration import bind, find_client, register, unbind
from doorstep.clients.tests.telling import told
from doorstep.kit.errors import NotAllowed
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.leads.stages import Stage
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db
FACTS = ("invited_at", "invitation_expires_at", "registered_at", "applied_at", "opened_at", "deleted_at")


def facts(lead: Lead) -> list[object]:
    return [getattr(lead.fresh(), name) for name in FACTS]


@pytest.mark.parametrize(
    "text", ["C-10001", "c10001", " 10001 ", "noor@example.com", "Noor@Example.COM", "mailto:noor@example.com"]
)
def test_a_client_is_found_by_number_or_email(text: str, noor: Client, ann: Member) -> None:
    assert find_client(text, by=ann) == [noor]


@pytest.mark.parametrize("text", ["", "C-", "C-10002", "noor", "no@example.com", "99999999999999999999", "²"])
def test_what_is_no_client_finds_nobody(text: str, noor: Client, ann: Member) -> None:
    assert find_client(text, by=ann) == []


def test_one_address_with_several_accounts_is_for_the_member_to_choose(noor: Client, ann: Member) -> None:
    BusinessProfile.objects.update(allow_duplicate_contact=True)
    second = register(name="Noor", email="noor@example.com", password_hash="")
    assert find_client("noor@example.com", by=ann) == [noor, second]


def test_a_bound_lead_is_registered(maya: Lead, noor: Client, sam: Member) -> None:
    binding = bind(maya, noor, by=sam)
    assert maya.fresh().stage == Stage.REGISTERED
    assert (binding.how, binding.bound_by) == (BindingMethod.BOUND, sam)
    assert told(maya)[0] == "Sam Whitlock bound this lead to client C-10001"


def test_several_leads_may_be_bound_to_one_client_and_their_histories_are_read_as_one(
    maya: Lead, tomasz: Lead, noor: Client, sam: Member
) -> None:
    bind(maya, noor, by=sam)
    bind(tomasz, noor, by=sam)
    subjects = noor.timeline_subjects()
    assert set(subjects) == {noor.pk, maya.pk, tomasz.pk}
    assert Activity.objects.about(subjects).count() == sum(len(told(subject)) for subject in (maya, tomasz, noor))


def test_a_lead_is_bound_once(maya: Lead, noor: Client, sam: Member, ann: Member) -> None:
    bind(maya, noor, by=sam)
    with pytest.raises(NotAllowed, match="The client number is C-10001"):
        bind(maya, noor, by=ann)
    assert Binding.objects.count() == 1


def test_an_admin_undoes_a_binding_and_every_fact_is_as_before(
    maya: Lead, noor: Client, trader: ClientType, ann: Member
) -> None:
    invite(maya, trader, by=ann)
    before = facts(maya)
    binding = bind(maya, noor, by=ann)
    maya.apply_for_account(by=ann)
    unbind(binding, by=ann, because="another Maya")
    assert facts(maya) == before
    assert maya.fresh().stage == Stage.INVITATION_SENT


def test_an_expired_invitation_is_as_expired_as_before(
    maya: Lead, noor: Client, trader: ClientType, ann: Member
) -> None:
    invite(maya, trader, by=ann)
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        before = facts(maya)
        unbind(bind(maya, noor, by=ann), by=ann, because="another Maya")
        assert facts(maya) == before
        assert maya.fresh().stage == Stage.INVITATION_EXPIRED


def test_a_spent_link_stays_spent_when_the_registration_by_it_is_undone(
    maya: Lead, trader: ClientType, ann: Member
) -> None:
    invitation = invite(maya, trader, by=ann)
    register(name="Maya", email=maya.email, password_hash="", invitation=invitation)
    unbind(Binding.objects.get(), by=ann, because="her sister")
    assert not invitation.fresh().works
    assert maya.fresh().stage == Stage.INVITATION_EXPIRED


def test_both_timelines_say_who_undid_it_and_why(maya: Lead, noor: Client, ann: Member) -> None:
    unbind(bind(maya, noor, by=ann), by=ann, because="  another Maya ")
    assert told(maya)[0] == "Ann Reyes undid the binding to client C-10001: another Maya"
    assert told(maya)[1] == "Ann Reyes bound this lead to client C-10001"
    assert told(noor)[0] == "Ann Reyes undid the binding of the lead Maya Okonjo: another Maya"
    assert noor.timeline_subjects() == [noor.pk]


def test_only_an_admin_undoes_a_binding(maya: Lead, noor: Client, sam: Member) -> None:
    with pytest.raises(NotAllowed, match="Only an admin"):
        unbind(bind(maya, noor, by=sam), by=sam, because="mistake")
    assert maya.fresh().is_registered


def test_undoing_needs_a_reason(maya: Lead, noor: Client, ann: Member) -> None:
    with pytest.raises(NotAllowed, match="Say why"):
        unbind(bind(maya, noor, by=ann), by=ann, because="  ")


def test_a_binding_is_undone_once(maya: Lead, noor: Client, ann: Member) -> None:
    binding = bind(maya, noor, by=ann)
    unbind(binding, by=ann, because="mistake")
    with pytest.raises(NotAllowed, match="already undone"):
        unbind(binding, by=ann, because="mistake")


def test_an_unbound_lead_may_be_bound_again(maya: Lead, noor: Client, ann: Member) -> None:
    unbind(bind(maya, noor, by=ann), by=ann, because="mistake")
    bind(maya, noor, by=ann)
    assert Binding.objects.alive().count() == 1
    assert Binding.objects.count() == 2


def test_a_member_sees_the_clients_of_the_leads_she_sees(
    maya: Lead, tomasz: Lead, noor: Client, ann: Member, sam: Member, kofi: Member
) -> None:
    lead = capture(Team.objects.house(), by=ann, name="Ola", email="ola@example.com", assignee=sam)
    bind(lead, noor, by=ann)
    seen = {member.user.name: list(type(noor).objects.visible_to(member)) for member in (ann, sam, kofi)}
    assert seen == {"Ann Reyes": [noor], "Sam Whitlock": [noor], "Kofi Mensah": []}


def test_a_client_writes_to_whoever_works_her_newest_lead_and_is_still_here(
    maya: Lead, tomasz: Lead, noor: Client, ann: Member, sam: Member, kofi: Member
) -> None:
    bind(maya, noor, by=ann)
    assert contact_member(noor) is None
    bind(tomasz, noor, by=ann)
    maya.fresh().assign_to(kofi, by=ann)
    Lead.objects.filter(pk=tomasz.pk).update(received_at=timezone.now() + timedelta(seconds=1))
    assert contact_member(noor) == sam
    sam.disable(by=ann)
    assert contact_member(noor) == kofi
