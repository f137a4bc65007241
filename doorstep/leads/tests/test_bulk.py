"""One deed for many leads, by the worker's own function."""

from uuid import UUID

import pytest
from django.utils import timezone, translation

from doorstep.accounts.models import Member, Team
from doorstep.kit.errors import NotAllowed
from doorstep.leads import bulk_steps
from doorstep.leads.bulk import assign_many, delete_many, tag_many
from doorstep.leads.bulk_actions import ASSIGN, BULK_ACTIONS, summary
from doorstep.leads.chosen import Chosen
from doorstep.leads.models import BulkChange, Lead, Tag
from doorstep.leads.tests.crowd import crowd
from doorstep.tenancy.models import Business, Work, WorkState
from doorstep.tenancy.steps import take_step
from doorstep.tenancy.work import run_work, undo
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db


def finish(work: Work) -> Work:
    run_work.run(str(work.business_id), work_id=str(work.pk))
    return work.fresh()


def chosen(*leads: Lead) -> Chosen:
    return Chosen(lead_ids=tuple(str(lead.pk) for lead in leads))


def test_the_chosen_are_assigned_each_with_its_line(maya: Lead, tomasz: Lead, ann: Member, sam: Member) -> None:
    work = finish(assign_many(chosen(maya, tomasz), sam, by=ann))
    assert (work.state, work.total, work.done) == (WorkState.FINISHED, 2, 2)
    assert work.note == "1 lead was assigned. 1 was so already."
    assert maya.fresh().assignee == sam
    assert Activity.objects.filter(kind="lead.assigned", subject_id=maya.pk).count() == 1


@pytest.mark.parametrize(("language", "said"), [("en", "10,500 leads were assigned."), ("de", "10.500 Leads")])
def test_a_note_groups_its_numbers_as_the_language_does(at_fennmoor: Business, language: str, said: str) -> None:
    work = Work(kind=ASSIGN, total=10_500, done=10_500, outcome={"changed": 10_500})
    with translation.override(language):
        assert said in summary(work, BULK_ACTIONS[ASSIGN].words)


def test_all_that_match_are_taken_when_it_runs(ann: Member, sam: Member) -> None:
    crowd(60, now=timezone.now())
    work = assign_many(Chosen(query={"source": ["Referral"]}), sam, by=ann)
    finish(work)
    assert set(Lead.objects.filter(source="Referral").values_list("assignee", flat=True)) == {sam.pk}
    assert Lead.objects.filter(assignee=sam).exclude(source="Referral").count() < 45


def test_only_leads_that_the_member_sees_are_touched(
    maya: Lead, tomasz: Lead, ann: Member, kofi: Member, ines: Member
) -> None:
    work = finish(tag_many(chosen(maya, tomasz), Tag.objects.named("VIP", team_id=kofi.team_id), by=kofi))
    assert (work.done, work.note) == (1, "1 lead was tagged. 1 is not in the list any more and stayed.")
    assert not tomasz.lead_tags.exists()


def test_who_was_registered_stays_and_is_counted(maya: Lead, tomasz: Lead, ann: Member) -> None:
    Lead.objects.filter(pk=tomasz.pk).update(registered_at=timezone.now())
    work = finish(delete_many(chosen(maya, tomasz), by=ann))
    assert work.note == "1 lead was deleted. 1 was registered and stayed."
    assert list(Lead.objects.visible_to(ann)) == [tomasz]


def test_killed_in_the_middle_it_goes_on_without_doing_one_twice(ann: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(25, now=timezone.now())
    monkeypatch.setattr(bulk_steps, "AT_ONCE", 10)
    work = tag_many(Chosen(query={}), Tag.objects.named("VIP", team_id=ann.team_id), by=ann)
    assert not take_step(work.pk, bulk_steps.step)
    assert (work.fresh().done, work.fresh().state) == (10, WorkState.RUNNING)
    work = finish(work)
    assert (work.done, work.outcome["changed"]) == (25, 25)
    assert Activity.objects.filter(kind="lead.tagged").count() == 25


def test_a_finished_work_run_again_does_nothing(maya: Lead, ann: Member) -> None:
    work = finish(tag_many(chosen(maya), Tag.objects.named("VIP", team_id=ann.team_id), by=ann))
    finish(work)
    assert Activity.objects.filter(kind="lead.tagged").count() == 1


def test_leads_that_come_in_later_are_not_taken(maya: Lead, ann: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    work = tag_many(Chosen(query={}), Tag.objects.named("VIP", team_id=ann.team_id), by=ann)
    [later] = [lead for lead in crowd(1, now=timezone.now()) if lead != maya]
    assert finish(work).done == 1
    assert not later.lead_tags.exists()


def test_who_was_disabled_meanwhile_changes_nothing(maya: Lead, sam: Member, ann: Member) -> None:
    work = tag_many(chosen(maya), Tag.objects.named("VIP", team_id=sam.team_id), by=sam)
    sam.disable(by=ann)
    assert finish(work).state == WorkState.STOPPED
    assert not maya.lead_tags.exists()


def test_an_assignment_can_be_undone_but_not_what_changed_since(
    maya: Lead, tomasz: Lead, ann: Member, sam: Member, kofi: Member
) -> None:
    work = finish(assign_many(chosen(maya, tomasz), kofi, by=ann))
    maya.fresh().assign_to(None, by=ann)
    back = finish(undo(work, by=ann))
    assert back.note == "1 lead is as it was before. 1 was changed since and stayed."
    assert (maya.fresh().assignee, tomasz.fresh().assignee) == (None, sam)


def test_a_lead_whose_colleague_is_disabled_by_then_stays_where_it_is(
    maya: Lead, tomasz: Lead, ann: Member, sam: Member, kofi: Member
) -> None:
    work = finish(assign_many(chosen(maya, tomasz), kofi, by=ann))
    sam.disable(by=ann)
    back = finish(undo(work, by=ann))
    assert (back.state, maya.fresh().assignee, tomasz.fresh().assignee) == (WorkState.FINISHED, None, kofi)


def test_a_deletion_and_a_tag_can_be_undone(maya: Lead, tomasz: Lead, ann: Member) -> None:
    tagging = finish(tag_many(chosen(maya, tomasz), Tag.objects.named("VIP", team_id=ann.team_id), by=ann))
    finish(undo(tagging, by=ann))
    assert not maya.lead_tags.exists()
    deletion = finish(delete_many(chosen(maya), by=ann))
    finish(undo(deletion, by=ann))
    assert maya in Lead.objects.visible_to(ann)


def test_nothing_is_undone_twice_or_before_it_is_over(maya: Lead, ann: Member) -> None:
    work = tag_many(chosen(maya), Tag.objects.named("VIP", team_id=ann.team_id), by=ann)
    with pytest.raises(NotAllowed, match="not over yet"):
        undo(work, by=ann)
    work = finish(work)
    undo(work, by=ann)
    with pytest.raises(NotAllowed, match="already undone"):
        undo(work.fresh(), by=ann)


def test_a_member_takes_back_also_what_left_her_reach(maya: Lead, kofi: Member, ines: Member) -> None:
    work = finish(assign_many(chosen(maya), ines, by=kofi))
    assert maya.fresh() not in Lead.objects.visible_to(kofi)
    finish(undo(work, by=kofi))
    assert maya.fresh().assignee is None


def test_each_lead_is_changed_once_in_the_database(maya: Lead, ann: Member) -> None:
    work = finish(tag_many(chosen(maya, maya), Tag.objects.named("VIP", team_id=ann.team_id), by=ann))
    assert [change.lead_id for change in BulkChange.objects.filter(work=work)] == [UUID(str(maya.pk))]


def test_undoing_leaves_alone_what_belongs_to_another_team_by_now(maya: Lead, tomasz: Lead, ann: Member) -> None:
    work = finish(tag_many(chosen(maya, tomasz), Tag.objects.named("VIP", team_id=ann.team_id), by=ann))
    Lead.objects.filter(pk=maya.pk).update(team=Team.objects.create(name="Brightwater Solar"))
    back = finish(undo(work, by=ann))
    assert (back.total, back.done) == (1, 1)
    assert maya.lead_tags.exists()
    assert not tomasz.lead_tags.exists()
