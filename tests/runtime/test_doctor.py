"""`doorstep doctor` names what is wrong with a deployment, and how to mend it."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from doorstep.runtime.local_postgres import SUPERUSER, LocalPostgres
from tests.runtime.processes import run


@pytest.fixture
def postgres(home: Path) -> Iterator[LocalPostgres]:
    with LocalPostgres(home / "postgres") as held:
        yield held


def examined(home: Path, **told: str) -> dict[str, tuple[str, str]]:
    done = run("doctor", "--json", home=home, **told)
    found = {finding["about"]: (finding["level"], finding["sentence"]) for finding in json.loads(done.stdout)}
    assert done.returncode == int(any(level == "fix" for level, _ in found.values()))
    return found


def as_a_server(url: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "SECRET_KEY": "s" * 50,
        "BASE_URL": "https://desk.fennmoor.example",
        "DOORSTEP_MODE": "production",
    }


def test_a_laptop_has_nothing_to_fix(home: Path) -> None:
    found = examined(home)
    assert [about for about, (level, _) in found.items() if level == "fix"] == []
    assert found["database"][0] == found["role"][0] == found["walls"][0] == found["migrations"][0] == "ok"


def test_a_role_that_could_see_every_business_is_found(home: Path, postgres: LocalPostgres) -> None:
    found = examined(home, **as_a_server(postgres.url(role=SUPERUSER)))
    level, sentence = found["role"]
    assert level == "fix"
    assert "is a superuser" in sentence
    assert "ALTER ROLE" in sentence


def test_a_table_without_forced_row_level_security_is_found(home: Path, postgres: LocalPostgres) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE gap (business_id uuid)")
        found = examined(home, **as_a_server(postgres.url()))
        connection.execute("DROP TABLE gap")
    assert found["walls"] == ("fix", "No forced row-level security on gap. Run: doorstep migrate")
    assert found["role"][0] == "ok"


def test_what_a_laptop_may_lack_a_server_must_have(home: Path, postgres: LocalPostgres) -> None:
    told = as_a_server(postgres.url()) | {"BASE_URL": "http://desk.fennmoor.example", "SECRET_KEY": "short"}
    found = examined(home, **told)
    assert {found[about][0] for about in ("address", "secret key", "mail", "worker")} == {"fix"}


def test_a_database_that_does_not_answer_is_said_in_words(home: Path) -> None:
    found = examined(home, **as_a_server("postgresql://doorstep@127.0.0.1:1/doorstep"))
    level, sentence = found["database"]
    assert level == "fix"
    assert "cannot be reached" in sentence


def test_a_mail_server_is_greeted(home: Path, postgres: LocalPostgres, free_port: int) -> None:
    told = as_a_server(postgres.url()) | {"EMAIL_URL": f"smtp://127.0.0.1:{free_port}"}
    assert examined(home, **told)["mail"][0] == "fix"
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port)
    server.start()
    try:
        assert examined(home, **told)["mail"] == ("ok", f"127.0.0.1:{free_port} answers.")
    finally:
        server.stop()
