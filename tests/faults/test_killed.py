"""kill -9 in the middle of an import, an invitation run and a registration: nothing is lost, halved or sent twice."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.deeds import (
    Newcomer,
    assert_imported_once,
    assert_invited_once,
    import_is,
    sent,
    start_import,
    start_invitations,
    taken_in,
)
from tests.faults.figures import Figures
from tests.faults.house import House, Row, seconds_until
from tests.faults.visitor import Visitor
from tests.runtime.processes import eventually

pytestmark = pytest.mark.xdist_group("faults")

AGAIN_WITHIN = 60.0  # seconds from the kill until a job runs again
PATIENCE = 120.0  # with a machine that has much else to do
ROWS, CROWD = 1_100, 40
JOBS_AT_ONCE = 4
STARTS_WITHIN = 15.0


@pytest.mark.parametrize("victim", ["worker", pytest.param("database", marks=pytest.mark.long)])
def test_killed_in_the_middle_everything_is_done_once(
    house: House, ann: Visitor, figures: Figures, victim: str
) -> None:
    """All stand still inside a transaction, after a first one: the import, the run, and the record of a sent code."""
    worker = house.processes["worker"].pid
    leads, newcomer = taken_in(house, ann, f"crowd-{victim}", CROWD), Newcomer(house)
    with house.held("leads_lead") as turnstile:
        number = start_import(ann, f"long-{victim}", ROWS)
        work = start_invitations(house, ann, leads)
        assert house.stand_still(2)
        turnstile.let_one_pass()
        imported, invited = progress(house, number, work)
        assert eventually(lambda: sent(house, leads) == invited)
        with between_yes_and_record(house, newcomer):
            assert house.stand_still(3)
            in_hand = house.ask("SELECT id FROM procrastinate_jobs WHERE status = 'doing'")
            assert len(in_hand) >= 3
            house.kill(victim)
            killed_at = time.monotonic()
    assert 0 < imported < ROWS
    assert 0 < invited < CROWD
    house.start_again(victim)

    again = seconds_until(lambda: run_again(house, in_hand), within=AGAIN_WITHIN, since=killed_at)
    figures[f"{victim} killed, its jobs run again after"] = again
    again = seconds_until(lambda: len(house.letters.to(newcomer.email)) == 2, within=AGAIN_WITHIN, since=killed_at)
    figures[f"{victim} killed, a letter whose yes was not recorded goes again after"] = again
    assert eventually(lambda: import_is(house, number, "finished") and sent(house, leads) == CROWD, within=PATIENCE)
    assert_imported_once(house, number, f"long-{victim}", ROWS)
    assert_invited_once(house, work, leads, in_hand=JOBS_AT_ONCE)
    assert len(set(house.letters_to(newcomer.email))) == 1, "the second copy bears the same Message-ID"
    assert newcomer.type_code(newcomer.code()).leads_to == "/portal/"
    assert newcomer.accounts == 1
    assert victim == "worker" or house.processes["worker"].pid == worker, "the worker outlives its database"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("victim", ["worker", "database"])
def test_killed_at_any_moment_everything_is_done_once(house: House, ann: Visitor, victim: str, seed: int) -> None:
    with being_done(house, ann, f"any-{victim}-{seed}", seed=seed):
        house.kill(victim)
        house.start_again(victim)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_after_a_power_cut_the_parts_wait_for_each_other_and_everything_is_done_once(
    house: House, ann: Visitor, figures: Figures, seed: int
) -> None:
    with being_done(house, ann, f"dark-{seed}", seed=seed):
        for victim in ("database", "worker", "web"):
            house.kill(victim)
        house.launch("worker", "web")
        assert eventually(lambda: all(house.said(name).endswith("Waiting for it.\n") for name in ("worker", "web")))
        back = house.start_again("database")
        took = seconds_until(lambda: ann.get("/desk/leads/").is_yes, within=STARTS_WITHIN, since=back)
        figures["everything killed, a web that waited for its database answers after"] = took


@contextmanager
def being_done(house: House, ann: Visitor, name: str, *, seed: int) -> Iterator[None]:
    """An import and an invitation run, after some moment of which something happens to the house."""
    leads = taken_in(house, ann, f"crowd-{name}", CROWD)
    number, work = start_import(ann, name, ROWS), start_invitations(house, ann, leads)
    time.sleep(random.Random(seed).uniform(0.0, 4.0))
    yield
    assert eventually(lambda: import_is(house, number, "finished"), within=PATIENCE)
    assert eventually(
        lambda: progress(house, number, work)[1] == CROWD and sent(house, leads) == CROWD, within=AGAIN_WITHIN
    )
    assert_imported_once(house, number, name, ROWS)
    assert_invited_once(house, work, leads, in_hand=JOBS_AT_ONCE)


def run_again(house: House, jobs: list[Row]) -> bool:
    """Each is in other hands now, or already over: what succeeded leaves no row."""
    waiting = "SELECT id FROM procrastinate_jobs WHERE id = ANY(%s) AND (status <> 'doing' OR attempts = 0)"
    return not house.ask(waiting, [pk for (pk,) in jobs])


@contextmanager
def between_yes_and_record(house: House, newcomer: Newcomer) -> Iterator[None]:
    """Her code was accepted by the mail server, and the worker is about to write that down."""
    house.letters.is_open.clear()
    newcomer.sign_up()
    claimed = "SELECT id FROM mail_message WHERE email_key = %s AND claimed_at IS NOT NULL"
    assert eventually(lambda: house.ask(claimed, newcomer.email))
    with house.row_held("mail_message", house.one(claimed, newcomer.email)):
        house.letters.is_open.set()
        assert eventually(lambda: house.letters.to(newcomer.email))
        yield


def progress(house: House, number: str, work: str) -> tuple[int, int]:
    """Rows taken in, leads gone through."""
    query = "SELECT i.done, w.done FROM importing_import i, tenancy_work w WHERE i.id = %s AND w.id = %s"
    [(imported, invited)] = house.ask(query, number, work)
    return int(str(imported)), int(str(invited))
