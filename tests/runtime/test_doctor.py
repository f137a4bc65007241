"""`doorstep doctor` names what is wrong with a deployment, and how to mend it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult, LoginPassword

from doorstep.runtime.local_postgres import SUPERUSER, LocalPostgres
from tests.ports import free_port
from tests.runtime.processes import KEY, run

pytestmark = pytest.mark.xdist_group("home")

SERVER = {"SECRET_KEY": KEY, "BASE_URL": "https://desk.fennmoor.example", "DOORSTEP_MODE": "production"}
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
            SECRET_KEY=KEY,
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
            SECRET_KEY=KEY,
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
    assert {careless[about][0] for about in ("address", "worker")} == {"fix"}
    assert {careful[about][0] for about in ("address", "mode", "files", "migrations")} == {"ok"}


def test_the_mail_server_is_greeted(careless: Findings, careful: Findings) -> None:
    level, sentence = careless["mail"]
    assert level == "fix"
    assert "127.0.0.1:1 does not answer" in sentence
    assert careful["mail"][0] == "ok"


def test_a_database_that_does_not_answer_is_said_in_words(home: Path) -> None:
    level, sentence = examined(home, DATABASE_URL="postgresql://doorstep@127.0.0.1:1/doorstep", **SERVER)["database"]
    assert level == "fix"
    assert "cannot be reached" in sentence


def test_the_address_for_reports_of_bounces_is_told_to_who_runs_a_mail_server(careful: Findings) -> None:
    assert "https://desk.fennmoor.example/mail/bounces/" in careful["bounces"][1]


def test_a_second_policy_on_a_table_is_found(home: Path) -> None:
    with LocalPostgres(home / "postgres") as postgres, psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE POLICY for_support ON leads_lead USING (true)")
        found = examined(home)["walls"]
        connection.execute("DROP POLICY for_support ON leads_lead")
    assert found[0] == "fix"
    assert "DROP POLICY for_support ON leads_lead;" in found[1]
    assert "POLICY" not in examined(home)["walls"][1]


@pytest.mark.parametrize("clause", ["USING (true)", "WITH CHECK (true)"])
def test_a_policy_of_our_name_that_lets_everything_through_is_found(home: Path, clause: LiteralString) -> None:
    with LocalPostgres(home / "postgres") as postgres, psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(f"ALTER POLICY only_its_own_business ON accounts_team {clause}")
        found = examined(home)["walls"]
        connection.execute("DROP POLICY only_its_own_business ON accounts_team")
    assert "DROP POLICY only_its_own_business ON accounts_team;" in found[1]
    assert run("migrate", home=home).returncode == 0
    assert "accounts_team" not in examined(home)["walls"][1]


def test_an_unmigrated_database_is_not_ok(server: LocalPostgres, tmp_path: Path) -> None:
    with server:
        found = examined(tmp_path / "home", DATABASE_URL=server.url(), **SERVER)
    assert {found[about][0] for about in ("walls", "migrations", "worker")} == {"fix"}
    assert found["rights"][0] == "ok"
    assert "Run: doorstep migrate" in found["walls"][1]


def test_a_role_that_may_not_migrate_is_found(home: Path) -> None:
    with LocalPostgres(home / "postgres") as postgres, psycopg.connect(postgres.url(role=SUPERUSER)) as connection:
        connection.autocommit = True
        connection.execute("ALTER SCHEMA public OWNER TO postgres")
        cannot_make = examined(home, DATABASE_URL=postgres.url(), **SERVER)["rights"]
        connection.execute("ALTER SCHEMA public OWNER TO pg_database_owner")
        connection.execute("ALTER TABLE accounts_team OWNER TO postgres")
        cannot_change = examined(home, DATABASE_URL=postgres.url(), **SERVER)["rights"]
        connection.execute("ALTER TABLE accounts_team OWNER TO doorstep")
    assert "GRANT USAGE, CREATE ON SCHEMA public TO" in cannot_make[1]
    assert "accounts_team belongs to another role" in cannot_change[1]


def test_the_mail_server_is_asked_whether_it_knows_the_password(home: Path) -> None:
    def knows(
        _server: object, _session: object, _envelope: object, _mechanism: str, given: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=given.password == b"pa#ss", handled=False)

    mail = Controller(
        Sink(), hostname="127.0.0.1", port=free_port(), authenticator=knows, auth_require_tls=False, auth_required=True
    )
    mail.start()
    right = examined(home, EMAIL_URL=f"smtp://ann:pa%23ss@127.0.0.1:{mail.port}")["mail"]
    wrong = examined(home, EMAIL_URL=f"smtp://ann:guess@127.0.0.1:{mail.port}")["mail"]
    mail.stop()
    assert right == ("ok", f"127.0.0.1:{mail.port} answers, and knows us.")
    assert wrong[0] == "fix"
    assert "refuses user or password (535)" in wrong[1]
    assert "guess" not in wrong[1]


def test_a_server_without_a_mail_server_is_not_ok(home: Path) -> None:
    with LocalPostgres(home / "postgres") as postgres:
        level, sentence = examined(home, DATABASE_URL=postgres.url(), **SERVER)["mail"]
    assert level == "fix"
    assert "EMAIL_URL is not set" in sentence


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("brief-one", "is too short"),
        ("django-insecure-" + KEY, "is an example"),
        ("changeme" * 8, "is an example"),
        ("ab" * 30, "is not random"),
    ],
)
def test_a_key_that_can_be_guessed_starts_nothing(home: Path, key: str, fault: str) -> None:
    level, sentence = examined(home, SECRET_KEY=key)["start"]
    assert level == "fix"
    assert fault in sentence
    assert key not in sentence
    refused = run("worker", home=home, SECRET_KEY=key)
    assert refused.returncode == 1
    assert refused.stderr == f"doorstep: {sentence}\n"


@pytest.mark.parametrize("url", ["postgresql://ann:hush#quiet@db/x", "postgresql://ann:hush/quiet@db/x", "junk", ""])
def test_a_url_that_cannot_be_read_is_a_sentence_without_the_password(tmp_path: Path, url: str) -> None:
    level, sentence = examined(tmp_path, DATABASE_URL=url, **SERVER)["start"]
    assert level == "fix"
    assert "DATABASE_URL" in sentence
    assert "hush" not in sentence
    assert "quiet" not in sentence


def test_a_database_whose_log_would_keep_rows_is_told(home: Path) -> None:
    assert examined(home)["log"][0] == "ok"
    with LocalPostgres(home / "postgres") as postgres, psycopg.connect(postgres.url(role=SUPERUSER)) as connection:
        connection.autocommit = True
        connection.execute("ALTER ROLE doorstep SET log_error_verbosity = 'default'")
        level, sentence = examined(home)["log"]
        connection.execute("ALTER ROLE doorstep RESET log_error_verbosity")
    assert level == "warn"
    assert "ALTER ROLE \"doorstep\" SET log_error_verbosity = 'terse';" in sentence
