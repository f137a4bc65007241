"""What the clock takes away, and what it leaves."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from doorstep.accounts.emails import SIGN_IN_CODE
from doorstep.accounts.models import ApiKey, Attempt, Member
from doorstep.accounts.models.attempt import AttemptKind
from doorstep.api.models import Allowance
from doorstep.clients import sending_invitations
from doorstep.clients.inviting_many import invite_many
from doorstep.clients.models import ClientType, Invitation
from doorstep.config.clock import drop_old_files, forget_what_is_over
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.importing import lifecycle as course
from doorstep.importing import receiving, running
from doorstep.importing.models import Import, ImportedRow
from doorstep.kit.errors import NotAllowed
from doorstep.leads.bulk import tag_many
from doorstep.leads.chosen import Chosen
from doorstep.leads.correspondence import write_mail
from doorstep.leads.models import Arrival, BulkChange, Lead, Tag
from doorstep.mail.models import Message
from doorstep.tenancy import forgetting, scope
from doorstep.tenancy.models import Business, Work
from doorstep.tenancy.steps import take_step
from doorstep.tenancy.work import can_be_undone, run_work

pytestmark = pytest.mark.django_db
PEOPLE = b"Name,E-mail\r\nNoor Haddad,noor@example.com\r\nMaya Okonjo,maya@\r\n"
Strike = Callable[..., None]


@pytest.fixture
def strike(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Strike:
    """A clock, so much time later, with what it does when its transactions have ended."""

    def strike(clock: Callable[..., None], **much: float) -> None:
        with (
            time_machine.travel(timezone.now() + timedelta(**much)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            clock(timestamp=int(time.time()))

    return strike


@pytest.fixture
def received(ann: Member) -> Import:
    return receiving.receive(ContentFile(PEOPLE), "people.csv", by=ann)


def begun(upload: Import, by: Member) -> Import:
    course.begin(upload, by=by)
    return upload.fresh()


def imported(upload: Import, by: Member) -> Import:
    begun(upload, by)
    running.write_rows(upload.business_id, upload.pk)
    return upload.fresh()


def checked(upload: Import, by: Member) -> Import:
    course.begin_check(upload, by=by)
    running.check_rows(upload.business_id, upload.pk)
    return upload.fresh()


def done(work: Work) -> Work:
    run_work.run(str(work.business_id), work_id=str(work.pk))
    return work.fresh()


@pytest.mark.parametrize(("hours", "is_there"), [(23.9, True), (24.1, False)])
def test_the_file_of_a_work_is_on_the_disk_for_a_day(hours: float, is_there: bool, ann: Member, strike: Strike) -> None:
    work = Work.objects.ask(kind="leads.tag", title="Tagging leads", by=ann)
    work.names_rows([ann.pk])
    work.finish(content=b"Name\r\n", filename="leads.csv")
    name = work.fresh().file.name
    strike(drop_old_files, hours=hours)
    assert default_storage.exists(name) == is_there
    assert (bool(work.fresh().file), work.fresh().file_deleted_at is None) == (is_there, is_there)
    assert Work.objects.values_list("row_ids", flat=True).get() == ([ann.pk] if is_there else [])
    assert ("deleted after 24 hours" in page(ann, f"/desk/work/{work.pk}/")) != is_there


@pytest.mark.parametrize("before", [lambda upload, by: upload, checked])
def test_an_upload_that_nobody_goes_on_with_goes_with_all_that_was_read_of_it(
    before: Callable[[Import, Member], Import], received: Import, ann: Member, strike: Strike
) -> None:
    upload = before(received, ann)
    name = upload.file.name
    strike(drop_old_files, hours=23)
    assert default_storage.exists(name)
    strike(drop_old_files, hours=25)
    gone = upload.fresh()
    assert (default_storage.exists(name), gone.state, gone.survey, gone.created) == (False, "failed", [], 0)
    assert "Haddad" not in str([*Import.objects.values(), *ImportedRow.objects.values()])
    assert "The file was deleted after 24 hours. Upload it again." in page(ann, f"/desk/imports/{upload.pk}/")
    strike(forget_what_is_over, days=31)
    assert not Import.objects.exists()


def test_a_paused_import_ends_with_its_file_and_keeps_what_arrived(
    received: Import, ann: Member, strike: Strike, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.pause(begun(received, ann), by=ann)
    strike(drop_old_files, hours=25)
    assert (received.fresh().state, received.fresh().file.name) == ("failed", "")
    with pytest.raises(NotAllowed, match="failed"):
        course.resume(received.fresh(), by=ann)
    course.begin_undo(received.fresh(), by=ann)


def test_an_import_that_waits_for_its_worker_keeps_its_file(received: Import, ann: Member, strike: Strike) -> None:
    begun(received, ann)
    strike(drop_old_files, days=3)
    running.write_rows(received.business_id, received.pk)
    assert received.fresh().state == "finished"


def test_rows_that_did_not_come_in_are_handed_back_for_a_day(received: Import, ann: Member, strike: Strike) -> None:
    run = imported(received, ann)
    address = f"/desk/imports/{run.pk}/refused.csv"
    assert b"maya@" in browser_of(ann).get(address).content
    strike(drop_old_files, hours=23)
    assert ImportedRow.objects.refused().get().cells
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert "deleted after 24 hours" in browser_of(ann).get(address, follow=True).content.decode()
    strike(drop_old_files, hours=25)
    assert ImportedRow.objects.refused().get().cells == []
    assert run.fresh().refused_deleted_at is not None


def test_an_import_can_be_undone_for_ninety_days_and_stays_as_counts(
    received: Import, ann: Member, strike: Strike
) -> None:
    run = imported(received, ann)
    strike(forget_what_is_over, days=89)
    assert ImportedRow.objects.count() == 2
    strike(forget_what_is_over, days=91)
    assert (ImportedRow.objects.count(), run.fresh().created, Lead.objects.count()) == (0, 1, 1)
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        with pytest.raises(NotAllowed, match="cannot be undone any more"):
            course.begin_undo(run.fresh(), by=ann)
        assert "Undo this import" not in page(ann, f"/desk/imports/{run.pk}/")


def test_rows_of_an_import_that_waits_for_its_worker_stay(received: Import, ann: Member, strike: Strike) -> None:
    imported(received, ann)
    Import.objects.update(state="undoing")
    strike(forget_what_is_over, days=91)
    assert ImportedRow.objects.count() == 2


def test_an_arrival_of_which_nobody_was_told_is_no_news_after_a_week(maya: Lead, strike: Strike) -> None:
    for days, left in ((6, 1), (8, 0)):
        strike(forget_what_is_over, days=days)
        assert Arrival.objects.count() == left


def test_the_count_of_a_minute_goes_after_a_day(ann: Member, strike: Strike) -> None:
    key, _secret = ApiKey.objects.issue(name="Website", scopes=["leads:read"], team=ann.team, by=ann)
    Allowance.objects.create(key=key, minute=int(time.time() // 60), taken=3)
    for hours, left in ((23, 1), (25, 0)):
        strike(forget_what_is_over, hours=hours)
        assert Allowance.objects.count() == left


def test_a_bulk_change_can_be_undone_for_ninety_days(maya: Lead, ann: Member, strike: Strike) -> None:
    work = done(tag_many(Chosen(query={}), Tag.objects.named("VIP", team_id=ann.team_id), by=ann))
    strike(forget_what_is_over, days=89)
    assert (can_be_undone(work.fresh()), BulkChange.objects.count()) == (True, 1)
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert not can_be_undone(work.fresh())
    strike(forget_what_is_over, days=91)
    assert (Work.objects.count(), BulkChange.objects.count(), maya.lead_tags.count()) == (0, 0, 1)


def test_work_that_no_worker_ever_ended_goes_too(ann: Member, strike: Strike) -> None:
    Work.objects.ask(kind="leads.tag", title="Tagging leads", by=ann)
    for days, left in ((89, 1), (91, 0)):
        strike(forget_what_is_over, days=days)
        assert Work.objects.count() == left


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_is_left_for_the_next_time(fennmoor: Business) -> None:
    with scope(fennmoor):
        ann = Member.objects.select_related("user", "team").get(user__name="Ann Reyes")
        work = Work.objects.ask(kind="leads.tag", title="Tagging leads", by=ann)
        work.finish(content=b"Name\r\n", filename="leads.csv")
        Work.objects.update(finished_at=timezone.now() - timedelta(hours=25))

    def strike() -> None:
        with closing(connection):
            drop_old_files(timestamp=0)

    with ThreadPoolExecutor(1) as pool:
        with scope(fennmoor):
            work.hold()
            pool.submit(strike).result(timeout=10)
            assert work.fresh().file
        pool.submit(strike).result(timeout=10)
    with scope(fennmoor):
        assert not work.fresh().file


def test_invitations_outlive_the_work_they_were_sent_by(
    maya: Lead, ann: Member, trader: ClientType, strike: Strike
) -> None:
    work = invite_many(ann, [maya.pk], trader)
    while not take_step(work.pk, sending_invitations.step):
        pass
    strike(forget_what_is_over, days=91)
    assert Invitation.objects.get().work is None


def code_mail(to: str) -> Message:
    return SIGN_IN_CODE.send(to=to, values={"code": "418205"})


def test_mail_to_a_lead_is_history_and_a_mailed_code_is_not(maya: Lead, ann: Member, strike: Strike) -> None:
    code_mail("maya.okonjo@example.com")
    letter = write_mail(maya, "Your question", "Here is the answer.", by=ann)
    strike(forget_what_is_over, days=89)
    assert Message.objects.count() == 2
    strike(forget_what_is_over, days=91)
    assert Message.objects.get().pk == letter.pk


def test_a_message_whose_job_was_lost_is_given_up_and_its_secrets_go(
    at_fennmoor: Business, settings: Settings, strike: Strike
) -> None:
    settings.IS_PRODUCTION = True
    message = code_mail("maya.okonjo@example.com")
    strike(forget_what_is_over, days=6)
    assert message.fresh().secrets == {"code": "418205"}
    strike(forget_what_is_over, days=8)
    assert (message.fresh().secrets, message.fresh().failed_at is None) == ({}, False)


def test_failed_jobs_go_after_thirty_days(at_fennmoor: Business, strike: Strike) -> None:
    with connection.cursor() as cursor:
        for name, days in (("old", 31), ("young", 29), ("waiting", 31)):
            job = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('any', %s, '{}') RETURNING id"
            cursor.execute(job, [name])
            (pk,) = cursor.fetchone()
            status = "todo" if name == "waiting" else "failed"
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, pk])
            ago = "UPDATE procrastinate_events SET at = now() - make_interval(days => %s) WHERE job_id = %s"
            cursor.execute(ago, [days, pk])
        strike(forget_what_is_over)
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE queue_name = 'any' ORDER BY 1")
        assert cursor.fetchall() == [("waiting",), ("young",)]


def test_what_goes_goes_in_batches(at_fennmoor: Business, strike: Strike, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for at in range(5):
        Attempt.objects.create(kind=AttemptKind.SIGN_IN, email_key=f"person{at}@example.com")
    strike(forget_what_is_over, days=2)
    assert not Attempt.objects.exists()


def page(member: Member, address: str) -> str:
    return browser_of(member).get(address).content.decode()
