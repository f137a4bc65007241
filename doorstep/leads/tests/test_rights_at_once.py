"""Rights are taken away while a step runs, on real connections: what is in hand may land, the next does not begin."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from doorstep.accounts.models import Member
from doorstep.importing import lifecycle as course
from doorstep.importing import receiving, running
from doorstep.importing.jobs import run_import
from doorstep.importing.models import Import
from doorstep.leads import bulk_steps
from doorstep.leads.bulk import tag_many
from doorstep.leads.capture import capture
from doorstep.leads.chosen import Chosen
from doorstep.leads.models import Lead, LeadTag, Tag
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, Work, WorkState
from doorstep.tenancy.work import run_work

pytestmark = pytest.mark.django_db(transaction=True)


def on_its_own_connection(deed: Callable[[], object]) -> None:
    try:
        deed()
    finally:
        connection.close()


def called(name: str) -> Member:
    return Member.objects.select_related("user", "team").get(user__name=name)


def disable_sam(business: Business) -> None:
    with scope(business):
        called("Sam Whitlock").user.disable()  # the member's own verb would wait for the chunk that holds the team


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def disabled_in_the_middle(business: Business, hold: Callable[[], object], job: Callable[[], object]) -> None:
    """`hold` locks what the first step needs; while the worker waits for it, its asker is disabled and that commits."""
    with ThreadPoolExecutor(2) as threads:
        with scope(business):
            hold()
            worker = threads.submit(on_its_own_connection, job)
            while not waits_for_a_lock():
                time.sleep(0.01)
            threads.submit(on_its_own_connection, lambda: disable_sam(business)).result(timeout=20)
        worker.result(timeout=20)


def test_a_bulk_action_ends_with_the_step_in_hand(fennmoor: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_steps, "AT_ONCE", 5)
    with scope(fennmoor):
        sam = called("Sam Whitlock")
        leads = [capture(sam.team, by=sam, name=f"P {at}", email=f"p{at}@example.com") for at in range(12)]
        chosen = Chosen(lead_ids=tuple(str(lead.pk) for lead in leads))
        work = tag_many(chosen, Tag.objects.named("VIP", team_id=sam.team_id), by=sam)
    disabled_in_the_middle(
        fennmoor,
        lambda: Lead.objects.select_for_update().get(pk=leads[0].pk),
        lambda: run_work.run(str(fennmoor.pk), work_id=str(work.pk)),
    )
    with scope(fennmoor):
        assert (Work.objects.get().state, LeadTag.objects.count()) == (WorkState.STOPPED, 5)


def test_an_import_ends_with_the_chunk_in_hand(fennmoor: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST_CHUNK", "CHUNK"):
        monkeypatch.setattr(running, name, 100)
    rows = "".join(f"Person {at},person{at}@example.com\r\n" for at in range(300))
    with scope(fennmoor):
        sam = called("Sam Whitlock")
        run = receiving.receive(ContentFile(f"Name,E-mail\r\n{rows}".encode()), "people.csv", by=sam)
        course.begin(run, by=sam)
        known = capture(sam.team, by=sam, assignee=sam, name="Person 7", email="person7@example.com")
    disabled_in_the_middle(
        fennmoor,
        lambda: Lead.objects.select_for_update().get(pk=known.pk),
        lambda: run_import.run(str(fennmoor.pk), import_id=str(run.pk)),
    )
    with scope(fennmoor):
        assert (Import.objects.get().state, Lead.objects.count()) == ("paused", 100)
