"""A disk that is really full: the one of the files, and the one on which everything stands."""

import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest

from tests.faults.deeds import (
    assert_imported_once,
    import_is,
    run_import,
    send_file,
    start_import,
    taken_in,
    upload,
)
from tests.faults.figures import Figures
from tests.faults.house import House, Row, seconds_until
from tests.faults.visitor import Answer, Visitor
from tests.faults.volume import no_byte_left, small_volume
from tests.runtime.processes import eventually
from tests.smtp import smtp_server

pytestmark = pytest.mark.xdist_group("faults")

NOT_NOW, NOT_REACHED = "Nothing can be saved just now", "We cannot reach our records just now"
IN_MEMORY, BY_A_TEMPORARY_FILE = 20_000, 100_000  # rows of an upload
READABLE = ("/desk/", "/desk/leads/", "/desk/clients/", "/desk/imports/", "/desk/settings/mail/")
ROWS = 15_000
SPEND = "SELECT pg_logical_emit_message(false, 'spent', repeat('x', 1000000))"  # a megabyte of the journal
OPEN_WITHIN, AGAIN_WITHIN, PATIENCE = 5.0, 60.0, 120.0


@pytest.mark.parametrize("rows", [pytest.param(IN_MEMORY, marks=pytest.mark.long), BY_A_TEMPORARY_FILE])
def test_an_upload_to_a_full_disk_is_refused_calmly_and_nothing_of_it_stays(
    house: House, ann: Visitor, rows: int
) -> None:
    with small_volume(house.home / "files", megabytes=8) as volume:
        before = house.one("SELECT count(*) FROM importing_import")
        with no_byte_left(volume):
            answer = send_file(ann, "no-room", rows)
            assert (answer.status, answer.heading) == (503, NOT_NOW)
            assert ann.get("/desk/imports/").is_yes
            assert [path.name for path in volume.rglob("*") if path.is_file()] == ["filler"]
        assert house.one("SELECT count(*) FROM importing_import") == before
        assert send_file(ann, "no-room", rows).is_yes


@pytest.mark.long
def test_an_export_that_finds_a_full_disk_is_written_when_there_is_room(house: House, ann: Visitor) -> None:
    taken_in(house, ann, "on-a-volume", 500)
    with small_volume(house.home / "files", megabytes=8) as volume:
        with no_byte_left(volume):
            answer = ann.post(
                "/desk/leads/bulk/export/", form="/desk/leads/new/", all="on", confirm="yes", file_format="csv"
            )
            tried = "SELECT max(attempts) FROM procrastinate_jobs WHERE task_name LIKE '%%run_work'"
            assert eventually(lambda: int(str(house.one(tried) or 0)) > 0)
            assert ann.get(answer.leads_to).is_yes
        file = f"{answer.leads_to}file/"
        assert eventually(lambda: ann.get(file).text.count("on-a-volume-") >= 500, within=AGAIN_WITHIN)


@pytest.fixture(scope="module")
def cramped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose database, files and logs share one small disk."""
    with small_volume(tmp_path_factory.mktemp("cramped"), megabytes=400) as volume, smtp_server() as (letters, port):
        house = House(volume, letters, port)
        house.start("web", "worker")
        try:
            yield house
        finally:
            house.stop()


@pytest.mark.long
def test_on_a_full_disk_all_can_be_read_nothing_is_half_saved_and_all_goes_on_when_there_is_room(
    cramped: House, figures: Figures
) -> None:
    ann = cramped.ann()
    accepted = Accepted(cramped, ann, "no-room")
    number = start_import(ann, "in-the-middle", ROWS)
    assert eventually(lambda: rows_taken_in(cramped, number) > 0)
    lengthen_the_journal(cramped)
    with no_byte_left(cramped.home):
        problem = last_answer(accepted.by_api)
        assert (problem.status, problem.headers["content-type"]) == (503, "application/problem+json")
        page = last_answer(accepted.by_hand)
        assert (page.status, page.heading) == (503, NOT_NOW)
        assert {path: ann.get(path).status for path in READABLE} == dict.fromkeys(READABLE, 200)
        assert 0 < rows_taken_in(cramped, number) < ROWS
    room_at = time.monotonic()
    took = seconds_until(lambda: accepted.by_hand().is_yes, within=OPEN_WITHIN, since=room_at)
    figures["disk full, saving works again after"] = took
    took = seconds_until(lambda: import_is(cramped, number, "finished"), within=PATIENCE, since=room_at)
    figures[f"disk full, an import of {ROWS} rows is over after"] = took
    assert_imported_once(cramped, number, "in-the-middle", ROWS)
    assert accepted.are_there_alone()


@pytest.mark.long
def test_a_database_that_stops_on_a_full_disk_has_kept_every_yes_when_it_is_started_again(
    cramped: House, figures: Figures
) -> None:
    """PostgreSQL gives up when it cannot lengthen its journal."""
    ann = cramped.ann()
    accepted = Accepted(cramped, ann, "stopped")
    number = upload(ann, "waits", 100)
    with no_byte_left(cramped.home), cramped.connected() as connection:
        assert eventually(lambda: has_given_up(connection, accepted.by_api), within=PATIENCE)
        assert eventually(lambda: not cramped.postgres.is_running)
        page = ann.get("/desk/leads/")
        assert (page.status, page.heading) == (503, NOT_REACHED)
    back = cramped.start_again("database")
    took = seconds_until(lambda: ann.get("/desk/leads/").is_yes, within=OPEN_WITHIN, since=back)
    figures["database stopped by a full disk and started again, the web answers after"] = took
    assert accepted.are_there_alone()
    assert run_import(ann, number).is_yes
    assert eventually(lambda: import_is(cramped, number, "finished"), within=AGAIN_WITHIN)
    assert_imported_once(cramped, number, "waits", 100)


def rows_taken_in(house: House, number: str) -> int:
    return int(str(house.one("SELECT done FROM importing_import WHERE id = %s", number)))


def lengthen_the_journal(house: House) -> None:
    """PostgreSQL keeps what it has once used for it, so that it can write there while the disk is full."""
    with house.connected() as connection:
        for _ in range(64):
            connection.execute(SPEND)
        connection.execute("CHECKPOINT")


def last_answer(ask: Callable[[], Answer]) -> Answer:
    """The first that is no yes: half-empty pages of the tables take a few more rows."""
    answers = (ask() for _ in range(5_000))
    return next(answer for answer in answers if not answer.is_yes)


class Accepted:
    """Leads that were sent, by the API and by hand, and answered with a yes."""

    def __init__(self, house: House, ann: Visitor, name: str) -> None:
        self.house, self.ann, self.name = house, ann, name
        self.emails: list[str] = []

    def by_api(self) -> Answer:
        lead = self._another()
        return self._noted(lead, self.house.visitor().send("/api/v1/leads", self.house.key, lead))

    def by_hand(self) -> Answer:
        lead = self._another()
        return self._noted(lead, self.ann.post("/desk/leads/new/", origin="new", **lead))

    def are_there_alone(self) -> bool:
        """Those and no others, each with its line on the timeline."""
        kept = self.house.ask(
            "SELECT l.email, count(a.id) FROM leads_lead l LEFT JOIN timeline_activity a"
            " ON a.subject_id = l.id AND a.kind = 'lead.captured' WHERE strpos(l.email, %s) = 1 GROUP BY l.id",
            self.name,
        )
        return sorted(kept) == sorted((email, 1) for email in self.emails)

    def _another(self) -> dict[str, str]:
        name = f"{self.name}-{uuid4().hex}"
        return {"name": name, "email": f"{name}@example.com"}

    def _noted(self, lead: dict[str, str], answer: Answer) -> Answer:
        self.emails.extend([lead["email"]] if answer.is_yes else [])
        return answer


def has_given_up(connection: psycopg.Connection[Row], ask: Callable[[], Answer]) -> bool:
    ask()
    try:
        connection.execute(SPEND)
    except psycopg.OperationalError:
        return connection.closed
    return False
