"""The web is killed while somebody uploads a file, starts an import or an invitation run.

It happened wholly or not at all; and done again it happens once.
"""

import random
import threading
import time
from collections.abc import Callable

import pytest

from tests.faults.deeds import (
    assert_imported_once,
    assert_invited_once,
    import_is,
    invite,
    number_in,
    run_import,
    send_file,
    sent,
    start_import,
    start_invitations,
    taken_in,
    upload,
)
from tests.faults.house import House
from tests.faults.visitor import BROKEN, Answer, Visitor
from tests.runtime.processes import eventually

pytestmark = pytest.mark.xdist_group("faults")

ROWS, FEW = 1_100, 3
LARGE = 3_000_000  # bytes: more than the web keeps in memory
STARTS_A_JOB = ("procrastinate_jobs", "procrastinate_defer")
CHANGES_THE_IMPORT = pytest.param("importing_import", "UPDATE", marks=pytest.mark.long)
WRITES_THE_WORK = pytest.param("tenancy_work", "INSERT", marks=pytest.mark.long)


def test_an_upload_that_is_cut_off_before_its_end_left_nothing(house: House, ann: Visitor) -> None:
    before = house.ask("SELECT id FROM importing_import")
    content = b"First name,E-mail\n" + b"Maya,maya@example.com\n" * (LARGE // 22)
    answer = ann.upload("/desk/imports/", "large.csv", content, halfway=lambda: house.kill("web"))
    assert answer.status == BROKEN
    house.start_again("web")
    assert house.ask("SELECT id FROM importing_import") == before


@pytest.mark.long
def test_an_upload_that_is_cut_off_before_it_is_saved_left_nothing_and_again_it_is_imported_once(
    house: House, ann: Visitor
) -> None:
    before = house.ask("SELECT id FROM importing_import")
    cut_off(house, lambda: send_file(ann, "cut-upload", ROWS), table="importing_import", saying="INSERT")
    assert house.ask("SELECT id FROM importing_import") == before
    number = start_import(ann, "cut-upload", ROWS)
    assert eventually(lambda: import_is(house, number, "finished"), within=60)
    assert_imported_once(house, number, "cut-upload", ROWS)


@pytest.mark.parametrize(
    ("table", "saying"),
    [CHANGES_THE_IMPORT, STARTS_A_JOB],
)
def test_the_start_of_an_import_that_is_cut_off_started_nothing_and_again_it_is_imported_once(
    house: House, ann: Visitor, table: str, saying: str
) -> None:
    name = f"cut-{table}"
    number = upload(ann, name, ROWS)
    cut_off(house, lambda: run_import(ann, number), table=table, saying=saying)
    assert import_is(house, number, "uploaded")
    assert run_import(ann, number).is_yes
    assert eventually(lambda: import_is(house, number, "finished"), within=60)
    assert_imported_once(house, number, name, ROWS)


@pytest.mark.parametrize(
    ("table", "saying"),
    [WRITES_THE_WORK, STARTS_A_JOB],
)
def test_the_start_of_an_invitation_run_that_is_cut_off_sent_nothing_and_again_each_is_invited_once(
    house: House, ann: Visitor, table: str, saying: str
) -> None:
    leads = taken_in(house, ann, f"crowd-cut-{table}", FEW)
    before = house.ask("SELECT id FROM tenancy_work")
    cut_off(house, lambda: invite(house, ann, leads), table=table, saying=saying)
    assert house.ask("SELECT id FROM tenancy_work") == before
    work = start_invitations(house, ann, leads)
    assert eventually(lambda: sent(house, leads) == FEW, within=60)
    assert_invited_once(house, work, leads, in_hand=0)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_killed_at_any_moment_every_yes_is_kept_and_what_is_not_there_can_be_done_again(
    house: House, ann: Visitor, seed: int
) -> None:
    name, moment = f"moment-{seed}", random.Random(seed).uniform(0.0, 1.0)
    leads = taken_in(house, ann, f"crowd-{name}", FEW)
    answers = [Answer(BROKEN)] * 3
    asking = threading.Thread(target=ask_for_everything, args=(house, ann, name, leads, answers))
    asking.start()
    time.sleep(moment)
    house.kill("web")
    asking.join()
    house.start_again("web")

    is_uploaded, is_started, is_invited = (answer.is_yes for answer in answers)
    number, work = import_of(house, name), work_for(house, leads)
    assert number or not is_uploaded
    number = number or upload(ann, name, ROWS)
    if import_is(house, number, "uploaded"):
        assert not is_started
        assert run_import(ann, number).is_yes
    assert work or not is_invited
    work = work or start_invitations(house, ann, leads)
    assert eventually(lambda: import_is(house, number, "finished") and sent(house, leads) == FEW, within=60)
    assert_imported_once(house, number, name, ROWS)
    assert_invited_once(house, work, leads, in_hand=0)


def ask_for_everything(house: House, ann: Visitor, name: str, leads: list[str], answers: list[Answer]) -> None:
    """One after the other, until the web is gone."""
    answers[0] = send_file(ann, name, ROWS)
    if answers[0].is_yes:
        answers[1] = run_import(ann, number_in(answers[0]))
    if answers[1].is_yes:
        answers[2] = invite(house, ann, leads)


def cut_off(house: House, ask: Callable[[], Answer], *, table: str, saying: str) -> None:
    """Kills the web while the request stands in the middle of its transaction, at a statement with these words."""
    answers = list[Answer]()
    asking = threading.Thread(target=lambda: answers.append(ask()))
    with house.held(table):
        asking.start()
        assert house.stand_still(saying=saying)
        house.kill("web")
    asking.join()
    assert [answer.status for answer in answers] == [BROKEN]
    house.start_again("web")


def import_of(house: House, name: str) -> str:
    """Its number, or nothing."""
    return "".join(str(pk) for (pk,) in house.ask("SELECT id FROM importing_import WHERE filename = %s", f"{name}.csv"))


def work_for(house: House, leads: list[str]) -> str:
    works = house.ask("SELECT id FROM tenancy_work WHERE strpos(arguments::text, %s) > 0", leads[0])
    return "".join(str(pk) for (pk,) in works)
