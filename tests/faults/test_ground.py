"""The ground goes: a database that restarts under load, is away, takes nothing, and disks that are full."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.deeds import Newcomer, import_is, taken_in, upload
from tests.faults.figures import Figures
from tests.faults.house import House, seconds_until
from tests.faults.visitor import BROKEN, Answer, Visitor
from tests.runtime.processes import eventually

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.long]  # bound to seconds: for a quiet machine

LEADS = "/api/v1/leads"
OPEN_WITHIN, AGAIN_WITHIN = 5.0, 60.0
CLIENTS = 8
READABLE = ("/desk/", "/desk/leads/", "/desk/clients/", "/desk/imports/", "/desk/settings/", "/portal/sign-up/")
NOT_NOW, NOT_REACHED = "Nothing can be saved just now", "We cannot reach our records just now"


def test_a_restart_under_load_loses_no_yes_and_doubles_nothing(house: House, ann: Visitor, figures: Figures) -> None:
    asked: dict[str, list[Answer]] = {}
    is_over = threading.Event()

    def client(number: int) -> None:
        """Sends each lead until it hears yes, under one Idempotency-Key."""
        visitor = house.visitor()
        for at in range(10_000):
            name = f"load-{number}-{at}"
            answers = asked.setdefault(name, [])
            while not (answers and answers[-1].is_yes):
                answers.append(visitor.send(LEADS, house.key, person(name), **{"Idempotency-Key": name}))
            if is_over.is_set():
                return

    clients = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for each in clients:
        each.start()
    assert eventually(lambda: len(asked) > 3 * CLIENTS)
    house.kill("database")
    house.start_again("database")
    took = seconds_until(lambda: ann.get("/desk/leads/").is_yes, within=OPEN_WITHIN)
    figures["database restarted under load, the web answers after"] = took
    at_return = len(asked)
    assert eventually(lambda: len(asked) > at_return + 3 * CLIENTS)
    is_over.set()
    for each in clients:
        each.join()

    refusals = {answer.status for answers in asked.values() for answer in answers if not answer.is_yes}
    assert refusals <= {503, BROKEN}
    kept = house.ask("SELECT email_key FROM leads_lead WHERE email_key LIKE 'load-%%'")
    assert sorted(str(email) for (email,) in kept) == sorted(f"{name}@example.com" for name in asked)


@pytest.mark.parametrize("seconds", [6, pytest.param(70, marks=pytest.mark.long)])
def test_while_the_database_is_away_a_calm_page_says_so_and_afterwards_all_goes_on(
    house: House, ann: Visitor, figures: Figures, seconds: int
) -> None:
    worker, web = house.processes["worker"].pid, house.processes["web"].pid
    house.postgres.stop()
    gone_at = time.monotonic()
    page = house.visitor(language="de").get("/desk/leads/")
    assert (page.status, page.headers["retry-after"]) == (503, "10")
    assert 'lang="de"' in page.text
    problem = house.visitor().send(LEADS, house.key, person("away"))
    assert (problem.status, problem.headers["content-type"]) == (503, "application/problem+json")
    assert "retry-after" in problem.headers
    time.sleep(max(0.0, seconds - (time.monotonic() - gone_at)))
    house.start_again("database")
    took = seconds_until(lambda: ann.get("/desk/leads/").is_yes, within=OPEN_WITHIN)
    figures[f"database away for {seconds} s, the web answers after"] = took
    newcomer = Newcomer(house)
    newcomer.sign_up()
    took = seconds_until(lambda: house.letters.to(newcomer.email), within=AGAIN_WITHIN)
    figures[f"database away for {seconds} s, a new job runs after"] = took
    assert (house.processes["worker"].pid, house.processes["web"].pid) == (worker, web)
    assert house.processes["worker"].poll() is None


def test_a_database_that_takes_nothing_can_be_read_and_jobs_wait(house: House, ann: Visitor) -> None:
    newcomer = Newcomer(house)
    number = upload(ann, "waits", 50)
    with read_only(house):
        assert {path: ann.get(path).status for path in READABLE} == dict.fromkeys(READABLE, 200)
        assert ann.get(LEADS, Authorization=f"Bearer {house.key}").status == 200
        refused = newcomer.visitor.post(
            "/portal/sign-up/", name="Maya Okonjo", email=newcomer.email, password="a long sentence to keep"
        )
        assert (refused.status, refused.heading) == (503, NOT_NOW)
        assert ann.post(f"/desk/imports/{number}/run/").status == 503
        problem = house.visitor().send(LEADS, house.key, person("shut"))
        assert (problem.status, problem.headers["content-type"]) == (503, "application/problem+json")
    assert eventually(lambda: ann.post(f"/desk/imports/{number}/run/").is_yes)  # connections hear of it one by one
    assert eventually(lambda: import_is(house, number, "finished"), within=AGAIN_WITHIN)
    assert house.one("SELECT count(*) FROM leads_lead WHERE first_name IN ('waits', 'shut')") == 50
    newcomer.sign_up()
    assert newcomer.type_code(newcomer.code()).leads_to == "/portal/"


def test_a_job_that_was_asked_for_before_the_database_was_shut_runs_when_it_is_open_again(
    house: House, ann: Visitor
) -> None:
    number = upload(ann, "before", 2_000)
    with house.held("leads_lead"):
        assert ann.post(f"/desk/imports/{number}/run/").is_yes
        assert house.stand_still()
        with read_only(house, cutting=True):
            assert eventually(lambda: not house.stand_still(within=0.1))
            time.sleep(2)
    assert eventually(lambda: import_is(house, number, "finished"), within=AGAIN_WITHIN)
    assert house.one("SELECT count(*) FROM leads_lead WHERE first_name = 'before'") == 2_000
    assert house.ask("SELECT 1 FROM procrastinate_jobs WHERE status = 'failed'") == []


def test_a_full_disk_below_the_database_is_said_calmly_and_nothing_is_half_saved(house: House, ann: Visitor) -> None:
    number = upload(ann, "full", 100)
    with full_disk_below(house, "timeline_activity"):
        made = ann.post("/desk/leads/new/", name="Full Disk", email="full@example.com", origin="new")
        assert (made.status, made.heading) == (503, NOT_NOW)
        problem = house.visitor().send(LEADS, house.key, person("full-api"))
        assert (problem.status, "retry-after" in problem.headers) == (503, True)
        assert ann.post(f"/desk/imports/{number}/run/").is_yes
        attempts = "SELECT max(attempts) FROM procrastinate_jobs WHERE task_name LIKE '%%run_import'"
        assert eventually(lambda: int(str(house.one(attempts) or 0)) >= 1)
        assert house.one("SELECT count(*) FROM leads_lead WHERE lower(first_name) LIKE 'full%%'") == 0
    assert eventually(lambda: import_is(house, number, "finished"), within=AGAIN_WITHIN)
    assert len(taken_in(house, ann, "afterwards", 5)) == 5
    assert house.one("SELECT count(*) FROM leads_lead WHERE first_name = 'full'") == 100


def person(name: str) -> dict[str, object]:
    return {"name": name, "email": f"{name}@example.com"}


@contextmanager
def read_only(house: House, *, cutting: bool = False) -> Iterator[None]:
    """`cutting` ends what runs, as a failover to a standby does."""
    house.ask("ALTER SYSTEM SET default_transaction_read_only = on")
    house.ask("SELECT pg_reload_conf()")
    if cutting:
        house.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'doorstep'")
    try:
        assert eventually(lambda: house.one("SHOW default_transaction_read_only") == "on")
        yield
    finally:
        with house.connected() as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute("ALTER SYSTEM RESET default_transaction_read_only")
            connection.execute("SELECT pg_reload_conf()")


@contextmanager
def full_disk_below(house: House, table: str) -> Iterator[None]:
    """PostgreSQL's own error (53100), raised where the table would have grown."""
    house.ask(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
        " 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$"
    )
    house.ask(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION no_room()")
    try:
        yield
    finally:
        house.ask("DROP FUNCTION no_room CASCADE")
