"""Work goes on only while whoever asked for it may still do so: looked up before each step, by every kind of work."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.importing import lifecycle as course
from doorstep.importing import receiving, running, undoing
from doorstep.importing.models import Import
from doorstep.leads import bulk_steps
from doorstep.leads.bulk import assign_many, tag_many
from doorstep.leads.capture import capture
from doorstep.leads.chosen import Chosen
from doorstep.leads.exporting import leads_export
from doorstep.leads.models import Lead, LeadTag, Tag
from doorstep.leads.tests.crowd import crowd
from doorstep.tenancy import exporting
from doorstep.tenancy.exporting import Format
from doorstep.tenancy.models import Work, WorkState
from doorstep.tenancy.steps import take_step
from doorstep.tenancy.work import run_work, undo
from tests.exported import finish

pytestmark = pytest.mark.django_db
LOSSES = {
    "Sam Whitlock may not work here any more.": lambda sam, ann: sam.disable(by=ann),
    "Sam Whitlock is not an admin any more.": lambda sam, ann: sam.unmake_admin(by=ann),
}


@pytest.fixture
def anns_deputy(ann: Member, sam: Member) -> Member:
    """Sam, an admin for the time being."""
    sam.make_admin(by=ann)
    return sam


@pytest.fixture(params=LOSSES.items(), ids=["disabled", "demoted"])
def loss(request: pytest.FixtureRequest, anns_deputy: Member, ann: Member) -> tuple[str, Callable[[], None]]:
    said, take_away = request.param
    return said, lambda: take_away(anns_deputy.fresh(), ann)


def test_a_bulk_action_stops_after_the_step_in_hand(
    loss: tuple[str, Callable[[], None]], anns_deputy: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, take_away = loss
    crowd(25, now=timezone.now())
    monkeypatch.setattr(bulk_steps, "AT_ONCE", 10)
    work = tag_many(Chosen(query={}), Tag.objects.named("VIP", team_id=anns_deputy.team_id), by=anns_deputy)
    take_step(work.pk, bulk_steps.step)
    take_away()
    assert take_step(work.pk, bulk_steps.step)
    assert (work.fresh().state, work.fresh().done, LeadTag.objects.count()) == (WorkState.STOPPED, 10, 10)
    assert work.fresh().note == f"{said} So this was stopped; what was done before stays."


def test_the_undoing_of_a_bulk_action_stops_too(
    loss: tuple[str, Callable[[], None]], anns_deputy: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, take_away = loss
    crowd(25, now=timezone.now())
    work = tag_many(Chosen(query={}), Tag.objects.named("VIP", team_id=anns_deputy.team_id), by=anns_deputy)
    while not take_step(work.pk, bulk_steps.step):
        pass
    monkeypatch.setattr(bulk_steps, "AT_ONCE", 10)
    back = undo(work.fresh(), by=anns_deputy)
    take_step(back.pk, bulk_steps.undo_step)
    take_away()
    assert take_step(back.pk, bulk_steps.undo_step)
    assert LeadTag.objects.count() == 15
    assert said in back.fresh().note


def test_whose_view_of_the_downline_is_taken_away_is_stopped(maya: Lead, sam: Member, ann: Member) -> None:
    work = tag_many(Chosen(query={}), Tag.objects.named("VIP", team_id=sam.team_id), by=sam)
    sam.hide_downline(by=ann)
    assert take_step(work.pk, bulk_steps.step)
    assert "does not see the leads of the downline" in work.fresh().note
    assert not maya.lead_tags.exists()


def test_who_is_given_more_meanwhile_goes_on(maya: Lead, sam: Member, ann: Member) -> None:
    work = tag_many(Chosen(query={}), Tag.objects.named("VIP", team_id=sam.team_id), by=sam)
    sam.make_admin(by=ann)
    sam.fresh().hide_downline(by=ann)
    assert not take_step(work.pk, bulk_steps.step)
    assert maya.lead_tags.exists()


def test_what_was_stopped_or_finished_is_not_done_again(maya: Lead, sam: Member, ann: Member) -> None:
    sam.make_admin(by=ann)
    stopped, finished = (
        tag_many(Chosen(query={}), Tag.objects.named(name, team_id=ann.team_id), by=by)
        for name, by in (("VIP", sam), ("Call back", ann))
    )
    sam.disable(by=ann)
    for work in (stopped, finished):
        while not take_step(work.pk, bulk_steps.step):
            pass
    sam.enable(by=ann)
    ended = [work.fresh().finished_at for work in (stopped, finished)]
    for work in (stopped, finished):
        assert take_step(work.pk, bulk_steps.step)
    assert [work.fresh().finished_at for work in (stopped, finished)] == ended
    assert [borne.tag.name for borne in LeadTag.objects.select_related("tag")] == ["Call back"]


def test_leads_that_left_meanwhile_are_counted(
    maya: Lead, tomasz: Lead, sam: Member, ines: Member, ann: Member
) -> None:
    work = assign_many(Chosen(lead_ids=(str(maya.pk), str(tomasz.pk))), None, by=sam)
    tomasz.assign_to(ann, by=ann)
    while not take_step(work.pk, bulk_steps.step):
        pass
    assert work.fresh().note.endswith("1 is not in the list any more and stayed.")
    assert tomasz.fresh().assignee == ann


def between_chunks(monkeypatch: pytest.MonkeyPatch, take_away: Callable[[], None]) -> None:
    """After the first chunk was written into the file, before the second is read."""
    monkeypatch.setattr(exporting, "CHUNK", 10)
    whole = exporting.write_csv

    def write(file: Path, header: list[str], lines: Iterator[list[object]]) -> None:
        def counted() -> Iterator[list[object]]:
            for number, line in enumerate(lines):
                if number == 9:
                    take_away()
                yield line

        whole(file, header, counted())

    monkeypatch.setattr(exporting, "write_csv", write)


def test_an_export_stops_and_leaves_no_file(
    loss: tuple[str, Callable[[], None]], anns_deputy: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, take_away = loss
    crowd(25, now=timezone.now())
    between_chunks(monkeypatch, take_away)
    work = leads_export.ask(Format.CSV, by=anns_deputy, back="", query={})
    run_work.run(str(work.business_id), work_id=str(work.pk))
    stopped = work.fresh()
    assert (stopped.state, stopped.done, stopped.file.name) == (WorkState.STOPPED, 10, "")
    assert stopped.note == f"{said} So no file was made."


def test_an_export_follows_its_asker_to_another_place_in_the_team(
    sam: Member, kofi: Member, ann: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    leads = crowd(25, now=timezone.now())
    Lead.objects.filter(pk__in=[lead.pk for lead in leads]).update(assignee=sam, assignee_path=sam.path)
    between_chunks(monkeypatch, lambda: _stand_alone(sam, ann))
    work = leads_export.ask(Format.CSV, by=sam, back="", query={})
    run_work.run(str(work.business_id), work_id=str(work.pk))
    assert (work.fresh().state, work.fresh().done) == (WorkState.FINISHED, 25)


def _stand_alone(sam: Member, ann: Member) -> None:
    sam.fresh().move_under(None, by=ann)
    Lead.objects.filter(assignee=sam).update(assignee_path=sam.fresh().path)


@pytest.fixture
def upload(anns_deputy: Member, monkeypatch: pytest.MonkeyPatch) -> Import:
    """300 rows in chunks of 100."""
    for name in ("FIRST_CHUNK", "CHUNK"):
        monkeypatch.setattr(running, name, 100)
    monkeypatch.setattr(undoing, "CHUNK", 100)
    rows = "".join(f"Person {at},person{at}@example.com\r\n" for at in range(300))
    return receiving.receive(ContentFile(f"Name,E-mail\r\n{rows}".encode()), "people.csv", by=anns_deputy)


def after_chunks(number: int, monkeypatch: pytest.MonkeyPatch, take_away: Callable[[], None]) -> None:
    whole = running.Run.chunks

    def chunks(run: running.Run, rows: Iterator[tuple[int, list[str]]]) -> Iterator[running.Lines]:
        for at, chunk in enumerate(whole(run, rows)):
            if at == number:
                take_away()
            yield chunk

    monkeypatch.setattr(running.Run, "chunks", chunks)


def test_an_import_pauses_and_somebody_else_takes_it_up(
    loss: tuple[str, Callable[[], None]],
    anns_deputy: Member,
    ann: Member,
    upload: Import,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said, take_away = loss
    course.begin(upload, by=anns_deputy)
    with monkeypatch.context() as meanwhile:
        after_chunks(1, meanwhile, take_away)
        running.write_rows(upload.business_id, upload.pk)
    halted = upload.fresh()
    assert (halted.state, halted.done, Lead.objects.count()) == ("paused", 100, 100)
    assert said in halted.note
    assert halted.file
    course.resume(halted, by=ann)
    running.write_rows(upload.business_id, upload.pk)
    assert (halted.fresh().state, halted.fresh().note, Lead.objects.count()) == ("finished", "", 300)


def test_an_import_follows_its_uploader_to_another_place_in_the_team(
    upload: Import, anns_deputy: Member, ann: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = capture(ann.team, by=ann, assignee=anns_deputy, name="Person 250", email="person250@example.com")
    anns_deputy.unmake_admin(by=ann)
    course.begin(upload, by=anns_deputy.fresh())
    after_chunks(1, monkeypatch, lambda: _stand_alone(anns_deputy, ann))
    running.write_rows(upload.business_id, upload.pk)
    assert upload.fresh().state == "finished"
    assert list(Lead.objects.filter(email="person250@example.com")) == [hers]


def test_a_dry_run_stops_and_the_columns_can_be_matched_again(
    loss: tuple[str, Callable[[], None]], anns_deputy: Member, upload: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, take_away = loss
    course.begin_check(upload, by=anns_deputy)
    after_chunks(1, monkeypatch, take_away)
    running.check_rows(upload.business_id, upload.pk)
    assert (upload.fresh().state, upload.fresh().done) == ("uploaded", 100)
    assert said in upload.fresh().note


def test_the_undoing_of_an_import_stops_and_somebody_else_goes_on(
    loss: tuple[str, Callable[[], None]], anns_deputy: Member, ann: Member, upload: Import
) -> None:
    said, take_away = loss
    course.begin(upload, by=anns_deputy)
    running.write_rows(upload.business_id, upload.pk)
    course.begin_undo(upload.fresh(), by=anns_deputy)
    assert undoing.undo_some(upload.business_id, upload.pk)
    take_away()
    undoing.undo_rows(upload.business_id, upload.pk)
    halted = upload.fresh()
    assert (halted.state, halted.taken_back) == ("failed", 100)
    assert said in halted.note
    course.begin_undo(halted, by=ann)
    undoing.undo_rows(upload.business_id, upload.pk)
    assert (halted.fresh().state, Lead.objects.filter(deleted_at=None).count()) == ("undone", 0)


def test_work_of_nobody_is_stopped(maya: Lead, ann: Member) -> None:
    work = tag_many(Chosen(query={}), Tag.objects.named("VIP", team_id=ann.team_id), by=ann)
    Work.objects.filter(pk=work.pk).update(asked_by=None)
    assert take_step(work.pk, bulk_steps.step)
    assert "Whoever asked for this" in work.fresh().note


def test_an_export_of_nobody_is_stopped(maya: Lead, ann: Member) -> None:
    work = leads_export.ask(Format.CSV, by=ann, back="/desk/leads/", query={}, lead_ids=[])
    Work.objects.filter(pk=work.pk).update(asked_by=None)
    assert finish(work).state == WorkState.STOPPED
    assert "Whoever asked for this" in work.fresh().note
