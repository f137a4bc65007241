import pytest

from doorstep.accounts.models import Member, Team
from doorstep.clients import sending_invitations
from doorstep.clients.inviting import invite
from doorstep.clients.inviting_many import invite_many
from doorstep.clients.models import Client, ClientType, Invitation
from doorstep.clients.registration import bind
from doorstep.clients.sending_invitations import AT_ONCE
from doorstep.clients.tests.telling import mail_to
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.tenancy.models import Work, WorkState
from doorstep.tenancy.steps import take_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(house: Team, ann: Member) -> list[Lead]:
    return [capture(house, by=ann, name=f"Person {at}", email=f"person{at}@example.com") for at in range(AT_ONCE + 5)]


def run(work: Work) -> Work:
    while not take_step(work.pk, sending_invitations.step):
        pass
    return work.fresh()


def ids(*leads: Lead) -> list[object]:
    return [lead.pk for lead in leads]


def test_everybody_chosen_gets_one_mail_as_the_chosen_type(crowd: list[Lead], ib: ClientType, ann: Member) -> None:
    work = run(invite_many(ann, ids(*crowd), ib))
    assert (work.state, work.done, work.outcome) == (WorkState.FINISHED, len(crowd), {"sent": len(crowd), "refused": 0})
    assert work.note == "25 invitations were sent."
    assert [len(mail_to(lead.email)) for lead in crowd] == [1] * len(crowd)
    assert {invitation.client_type_id for invitation in Invitation.objects.all()} == {ib.pk}


def test_its_progress_moves_step_by_step(crowd: list[Lead], ib: ClientType, ann: Member) -> None:
    work = invite_many(ann, ids(*crowd), ib)
    assert (work.total, work.done) == (25, 0)
    assert not take_step(work.pk, sending_invitations.step)
    assert work.fresh().done == AT_ONCE
    assert take_step(work.pk, sending_invitations.step)


def test_a_job_that_runs_again_writes_to_nobody_twice(crowd: list[Lead], ib: ClientType, ann: Member) -> None:
    work = invite_many(ann, ids(*crowd), ib)
    take_step(work.pk, sending_invitations.step)
    run(work)
    run(work)
    assert Message.objects.count() == len(crowd)


def test_who_was_chosen_twice_gets_one_mail(maya: Lead, ib: ClientType, ann: Member) -> None:
    assert run(invite_many(ann, ids(maya, maya), ib)).total == 1


def test_who_cannot_be_invited_is_named_with_the_reason(
    maya: Lead, tomasz: Lead, noor: Client, house: Team, ib: ClientType, ann: Member
) -> None:
    bind(maya, noor, by=ann)
    silent = capture(house, by=ann, name="Pat Doe", phone="+1 202 555 0101")
    work = run(invite_many(ann, ids(maya, tomasz, silent), ib))
    assert work.note == "1 invitation was sent. 2 were not; the file says why."
    lines = work.file.read().decode("utf-8-sig")
    assert "Maya registered at" in lines
    assert "Pat Doe has no e-mail address" in lines
    assert "Tomasz" not in lines


def test_leads_that_the_member_does_not_see_are_left_alone(
    maya: Lead, tomasz: Lead, ib: ClientType, kofi: Member
) -> None:
    work = run(invite_many(kofi, ids(maya, tomasz), ib))
    assert work.outcome == {"sent": 1, "refused": 1}
    assert work.note == "1 invitation was sent. 1 is not yours to see any more."
    assert mail_to(tomasz.email) == []
    assert "Tomasz" not in work.file.read().decode()


def test_a_member_who_lost_access_sends_nothing_more(
    crowd: list[Lead], ib: ClientType, sam: Member, ann: Member
) -> None:
    work = invite_many(sam, ids(*crowd), ib)
    sam.user.disable()
    assert run(work).state == WorkState.STOPPED
    assert Message.objects.count() == 0


def test_who_was_written_to_seconds_ago_gets_no_second_mail(maya: Lead, ib: ClientType, ann: Member) -> None:
    invite(maya, ib, by=ann)
    run(invite_many(ann, ids(maya), ib))
    assert len(mail_to(maya.email)) == 1
