"""Checked, run, cut short, taken up again, undone."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from doorstep.accounts.models import Member
from doorstep.importing import lifecycle as course
from doorstep.importing import receiving, running
from doorstep.importing.models import Import, ImportedRow, State
from doorstep.importing.tests.importer import Importer
from doorstep.kit.errors import NotAllowed
from doorstep.leads.editing import edit
from doorstep.leads.models import Lead, LeadTag, LeadType
from doorstep.timeline.models import Activity
from tests.people import contact_file

HEADERS = "First name,Last name,E-mail,Phone,Tags,Note"
ADA = ["Ada", "Ferreirinha", "ada@example.com", "", "Fair", "Met at the fair"]
MAYA = ["Maya", "Reed", "maya.okonjo@example.com", "", "Fair", "Met again"]
BROKEN = ["Joel", "Brandtner", "joel@", "", "", ""]


def test_a_dry_run_tells_the_same_as_the_run_and_writes_nothing(importer: Importer, maya: Lead) -> None:
    before = list(Lead.objects.values())
    upload = importer.upload(importer.table(HEADERS, ADA, MAYA, BROKEN, ADA))
    checked = importer.check(upload)
    said = importer.results(checked)
    assert list(Lead.objects.values()) == before
    assert Activity.objects.about([maya.pk]).count() == 1
    assert (checked.state, checked.created, checked.updated, checked.duplicates, checked.failed) == (
        "checked",
        1,
        1,
        1,
        1,
    )
    assert importer.results(importer.write(checked)) == said


def test_undo_takes_new_leads_back_and_restores_the_others_exactly(importer: Importer, maya: Lead) -> None:
    before = Lead.objects.filter(pk=maya.pk).values().get()
    run = importer(HEADERS, ADA, MAYA)
    undone = importer.undo(run)
    assert (undone.state, undone.kept) == ("undone", 0)
    assert Lead.objects.filter(pk=maya.pk).values().get() == before
    assert Lead.objects.get(email_key="ada@example.com").is_deleted
    assert not LeadTag.objects.filter(lead=maya).exists()
    assert not Activity.objects.about([maya.pk]).filter(body="Met again").exists()


def test_leads_edited_since_are_left_alone_and_named(importer: Importer, ann: Member, maya: Lead) -> None:
    run = importer(HEADERS, ADA, MAYA)
    edit(maya.fresh(), by=ann, city="Boston")
    undone = importer.undo(run)
    assert undone.kept == 1
    assert maya.fresh().last_name == "Reed"
    assert [(row.name, row.kept_because) for row in ImportedRow.objects.kept()] == [
        ("Maya Reed", "Edited since the import")
    ]


def test_new_leads_that_somebody_worked_with_stay(importer: Importer, ann: Member) -> None:
    run = importer(HEADERS, ADA)
    Lead.objects.get().write_note("Called her", by=ann)
    assert importer.undo(run).kept == 1
    assert not Lead.objects.get().is_deleted


def test_two_imports_are_undone_in_turn(importer: Importer, maya: Lead) -> None:
    before = Lead.objects.filter(pk=maya.pk).values().get()
    first = importer(HEADERS, MAYA)
    second = importer("E-mail,City", ["maya.okonjo@example.com", "Boston"])
    importer.undo(second)
    importer.undo(first)
    assert Lead.objects.filter(pk=maya.pk).values().get() == before


def test_an_import_is_undone_only_once(importer: Importer, ann: Member) -> None:
    run = importer.undo(importer(HEADERS, ADA))
    with pytest.raises(NotAllowed, match="undone now"):
        course.begin_undo(run, by=ann)


def test_after_an_undo_the_file_can_come_in_again(importer: Importer) -> None:
    table = importer.table(HEADERS, ADA)
    importer.undo(importer.file(table))
    assert importer.file(table).created == 1


@pytest.fixture
def in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "FIRST_CHUNK", 100)
    monkeypatch.setattr(running, "CHUNK", 100)


def write_until_it_dies(importer: Importer, upload: Import, *, chunks: int) -> None:
    whole = running.Run.chunks

    def some(run: running.Run, rows: Iterator[tuple[int, list[str]]]) -> Iterator[running.Lines]:
        yield from islice(whole(run, rows), chunks)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as worker:
        worker.setattr(running.Run, "chunks", some)
        with pytest.raises(KeyboardInterrupt):
            importer.write(upload)


@pytest.mark.usefixtures("in_chunks")
def test_an_interrupted_import_goes_on_where_it_stopped(importer: Importer, tmp_path: Path, ann: Member) -> None:
    table = contact_file("wealthbox", 350, tmp_path / "people.csv")
    with table.open("a") as file:
        file.write(table.read_text().splitlines()[5])  # a twin, in another chunk than its sibling
    upload = importer.upload(table)
    write_until_it_dies(importer, upload, chunks=2)
    assert (upload.fresh().done, Lead.objects.count()) == (200, 200)
    running.write_rows(importer.business.pk, upload.pk)
    run = upload.fresh()
    assert (run.state, run.done, run.created, run.duplicates) == ("finished", 351, 350, 1)
    assert importer.results(run)[352][1] == "Same e-mail as row 6. Keep one of them."
    assert Lead.objects.count() == 350


@pytest.mark.usefixtures("in_chunks")
def test_a_paused_import_waits_and_can_be_taken_back_half_done(importer: Importer, tmp_path: Path, ann: Member) -> None:
    upload = importer.upload(contact_file("wealthbox", 250, tmp_path / "people.csv"))
    write_until_it_dies(importer, upload, chunks=1)
    course.pause(upload.fresh(), by=ann)
    running.write_rows(importer.business.pk, upload.pk)
    assert (upload.fresh().state, upload.fresh().done) == ("paused", 100)
    undone = importer.undo(upload)
    assert undone.state == "undone"
    assert not Lead.objects.filter(deleted_at=None).exists()


def test_an_import_whose_file_is_missing_says_so(importer: Importer, tmp_path: Path, ann: Member) -> None:
    upload = importer.upload(contact_file("wealthbox", 3, tmp_path / "people.csv"))
    upload.file.storage.delete(upload.file.name)
    with pytest.raises(NotAllowed, match="not there any more"):
        receiving.read_again(upload.fresh(), by=ann, delimiter=";")
    importer.write(upload)
    assert (upload.fresh().state, upload.fresh().note) == (
        "failed", "The file is not there any more. Upload it again."
    )  # fmt: skip


def test_the_file_is_gone_when_the_import_is_over_and_written(
    importer: Importer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    upload = importer.upload(importer.table(HEADERS, ADA))
    stored = Path(upload.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        assert importer.write(upload).file.name == ""
        assert stored.exists()
    assert not stored.exists()


def test_what_is_sensitive_is_nowhere_in_the_database(importer: Importer) -> None:
    secret = "900-12-3456"
    importer("First name,E-mail,SSN", ["Ada", "ada@example.com", secret], ["Joel", "joel@", secret])
    upload = importer.upload(importer.table("First name,E-mail,SSN", ["Ada", "ada@example.com", secret]))
    for model in (Import, ImportedRow, Lead, Activity):
        assert secret not in str(list(model.objects.values()))
    course.discard(upload, by=importer.member)


def test_a_sensitive_column_comes_in_when_asked_for(importer: Importer) -> None:
    importer("E-mail,SSN", ["ada@example.com", "900-12-3456"], mapping=["email", "new_field"])
    assert Lead.objects.get().fields == {"ssn": "900-12-3456"}


def test_an_import_that_was_run_cannot_be_discarded(importer: Importer, ann: Member) -> None:
    run = importer(HEADERS, ADA)
    with pytest.raises(NotAllowed, match="Undo it instead"):
        course.discard(run, by=ann)
    assert State(run.state) is State.FINISHED


def test_of_two_workers_with_one_import_each_row_is_written_by_one(importer: Importer) -> None:
    upload = importer.upload(importer.table(HEADERS, ADA))
    course.begin(upload, by=importer.member)
    begun = Import.objects.select_related("uploaded_by__user", "team")
    one, other = running.Run(begun.get(pk=upload.pk)), running.Run(begun.get(pk=upload.pk))
    assert one.take([(2, ADA)], State.RUNNING)
    assert not other.take([(2, ADA)], State.RUNNING)
    assert (Lead.objects.count(), ImportedRow.objects.count(), upload.fresh().done) == (1, 1, 1)


def test_a_worker_writes_no_further_row_of_an_import_that_was_paused(importer: Importer) -> None:
    upload = importer.upload(importer.table(HEADERS, ADA))
    course.begin(upload, by=importer.member)
    worker = running.Run(Import.objects.select_related("uploaded_by__user", "team").get(pk=upload.pk))
    course.pause(upload.fresh(), by=importer.member)
    assert not worker.take([(2, ADA)], State.RUNNING)
    assert not Lead.objects.exists()


def test_who_is_no_admin_adds_no_lead_types_by_a_file(importer: Importer, kofi: Member) -> None:
    importer.member = kofi
    table = importer.table("E-mail,Lead type", ["ada@example.com", "Submarines"])
    upload = importer.upload(table, unknown={"lead_type": "create"})
    with pytest.raises(NotAllowed, match="Only an admin of the business may add fields, lead types and statuses"):
        course.begin(upload, by=kofi)
    assert not LeadType.objects.filter(name="Submarines").exists()


def test_nor_by_taking_up_what_an_admin_began(importer: Importer, ann: Member, kofi: Member) -> None:
    upload = importer.upload(importer.table(HEADERS, ADA), unknown={"lead_type": "create"})
    course.begin(upload, by=ann)
    course.pause(upload, by=ann)
    with pytest.raises(NotAllowed, match="admin of the business"):
        course.resume(upload, by=kofi)


def test_what_a_colleague_set_going_meanwhile_is_neither_changed_nor_discarded(importer: Importer, ann: Member) -> None:
    upload = importer.upload(importer.table(HEADERS, ADA))
    as_seen = [Import.objects.get(pk=upload.pk) for _page in range(2)]
    course.begin(upload, by=ann)
    with pytest.raises(NotAllowed):
        course.choose(as_seen[0], by=ann, mapping=["", ""])
    with pytest.raises(NotAllowed, match="Undo it instead"):
        course.discard(as_seen[1], by=ann)
    assert upload.fresh().state == State.RUNNING
