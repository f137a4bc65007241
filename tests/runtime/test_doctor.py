"""`doorstep doctor` names what is wrong with a deployment, and how to mend it."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from doorstep.runtime.local_postgres import SUPERUSER, LocalPostgres
from tests.ports import free_port
from tests.runtime.processes import run

pytestmark = pytest.mark.xdist_group("home")

Findings = dict[str, tuple[str, str]]


def examined(home: Path, **told: str) -> Findings:
    done = run("doctor", "--json", home=home, **told)
    found = {finding["about"]: (finding["level"], finding["sentence"]) for finding in json.loads(done.stdout)}
    assert done.returncode == int(any(level == "fix" for level, _ in found.values()))
    return found


@pytest.fixture(scope="module")
def careless(home: Path) -> Findings:
    """Of a server that was set up without much thought."""
    with LocalPostgres(home / "postgres") as postgres:
        return examined(
            home,
            DATABASE_URL=postgres.url(role=SUPERUSER),
            SECRET_KEY="short",
            BASE_URL="http://desk.fennmoor.example",
            EMAIL_URL="smtp://127.0.0.1:1",
            DOORSTEP_MODE="production",
        )


@pytest.fixture(scope="module")
def careful(home: Path) -> Iterator[Findings]:
    """Of a server as it should be, but for one table that somebody made by hand."""
    mail = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    mail.start()
    with LocalPostgres(home / "postgres") as postgres, psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE gap (business_id uuid)")
        yield examined(
            home,
            DATABASE_URL=postgres.url(),
            SECRET_KEY="s" * 50,
            BASE_URL="https://desk.fennmoor.example",
            EMAIL_URL=f"smtp://127.0.0.1:{mail.port}",
            DOORSTEP_MODE="production",
        )
        connection.execute("DROP TABLE gap")
    mail.stop()


def test_a_laptop_has_nothing_to_fix(home: Path) -> None:
    assert [about for about, (level, _) in examined(home).items() if level == "fix"] == []


def test_a_role_that_could_see_every_business_is_found(careless: Findings, careful: Findings) -> None:
    level, sentence = careless["role"]
    assert level == "fix"
    assert "is a superuser" in sentence
    assert "ALTER ROLE" in sentence
    assert careful["role"][0] == "ok"


def test_a_table_without_forced_row_level_security_is_found(careless: Findings, careful: Findings) -> None:
    assert careful["walls"] == ("fix", "No forced row-level security on gap. Run: doorstep migrate")
    assert careless["walls"][0] == "ok"


def test_what_a_laptop_may_lack_a_server_must_have(careless: Findings, careful: Findings) -> None:
    assert {careless[about][0] for about in ("address", "secret key", "worker")} == {"fix"}
    assert {careful[about][0] for about in ("address", "secret key", "mode", "files", "migrations")} == {"ok"}


def test_the_mail_server_is_greeted(careless: Findings, careful: Findings) -> None:
    level, sentence = careless["mail"]
    assert level == "fix"
    assert "127.0.0.1:1 does not answer" in sentence
    assert careful["mail"][0] == "ok"


def test_a_database_that_does_not_answer_is_said_in_words(home: Path) -> None:
    told = {"SECRET_KEY": "s" * 50, "BASE_URL": "https://desk.fennmoor.example", "DOORSTEP_MODE": "production"}
    level, sentence = examined(home, DATABASE_URL="postgresql://doorstep@127.0.0.1:1/doorstep", **told)["database"]
    assert level == "fix"
    assert "cannot be reached" in sentence


def test_the_address_for_reports_of_bounces_is_told_to_who_runs_a_mail_server(careful: Findings) -> None:
    assert "https://desk.fennmoor.example/mail/bounces/" in careful["bounces"][1]
