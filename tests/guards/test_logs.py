"""What is written down about a request keeps no token."""

import logging
from io import StringIO

import pytest
from django.db import Error, connection
from django.test import Client as Browser

from doorstep.config.bodies import REFUSED
from doorstep.config.quiet_log import WithoutTokens
from doorstep.kit.bodies import NoRoom
from doorstep.kit.ids import uuid7
from doorstep.kit.tokens import new_token


@pytest.mark.django_db
def test_a_page_that_breaks_on_a_personal_link_logs_the_address_without_its_token(
    fennmoor: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("doorstep.site.joining.pages.keep_link", broken)
    written = StringIO()
    monkeypatch.setattr(the_log(), "stream", written)
    token = new_token()
    browser = Browser(headers={"host": "brokerage.localhost"}, raise_request_exception=False)
    assert browser.get(f"/join/{token}/").status_code == 500
    assert "/join/…/" in written.getvalue()
    assert token not in written.getvalue()


@pytest.mark.django_db
def test_a_body_of_too_many_fields_is_one_line(fennmoor: object, monkeypatch: pytest.MonkeyPatch) -> None:
    written = StringIO()
    monkeypatch.setattr(the_log(), "stream", written)
    browser = Browser(headers={"host": "brokerage.localhost"})
    assert browser.post("/desk/sign-in/", {f"field{number}": "x" for number in range(2_001)}).status_code == 413
    (line,) = written.getvalue().splitlines()
    assert " WARNING django.security.TooManyFieldsSent " in line


@pytest.mark.django_db
def test_a_body_for_which_there_is_no_room_is_one_line(fennmoor: object, monkeypatch: pytest.MonkeyPatch) -> None:
    written = StringIO()
    monkeypatch.setattr(the_log(), "stream", written)
    browser = Browser(headers={"host": "brokerage.localhost"})
    assert browser.post("/desk/sign-in/", **{REFUSED: NoRoom()}).status_code == 503  # type: ignore[arg-type]
    (line,) = written.getvalue().splitlines()
    assert " WARNING django.security.NoRoom " in line


def by_its_message(log: logging.Logger, fault: Error) -> None:
    log.warning("It failed: %s", fault)


def by_its_traceback(log: logging.Logger, fault: Error) -> None:
    log.error("It failed", exc_info=fault)


def by_what_followed_from_it(log: logging.Logger, fault: Error) -> None:
    try:
        raise LookupError("No such person")
    except LookupError:
        log.exception("It failed")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO people VALUES ('maya.okonjo@example.com', 1)",
        "INSERT INTO people VALUES ('maya.okonjo@example.com\nHINT: no', -1)",
        "SELECT 'maya.okonjo@example.com'::uuid",
        "SELECT 'maya.okonjo@example.com'::int",
        "DO $$ BEGIN PERFORM 'maya.okonjo@example.com'::date; END $$",
    ],
)
def test_a_statement_that_fails_is_logged_without_the_row(
    statement: str, monkeypatch: pytest.MonkeyPatch, transactional_db: None
) -> None:
    written = StringIO()
    monkeypatch.setattr(the_log(), "stream", written)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE people (email text PRIMARY KEY, age int CHECK (age > 0))")
        cursor.execute("INSERT INTO people VALUES ('maya.okonjo@example.com', 1)")
        for write in (by_its_message, by_its_traceback, by_what_followed_from_it):
            try:
                cursor.execute(statement)
            except Error as fault:
                write(logging.getLogger("doorstep.leads"), fault)
        cursor.execute("DROP TABLE people")
    assert "Traceback" in written.getvalue()
    assert "maya" not in written.getvalue()
    assert "okonjo" not in written.getvalue()


def test_the_message_of_an_error_is_logged_without_the_row() -> None:
    said = "duplicate key\nDETAIL:  Key (email)=(maya.okonjo@example.com) already exists."
    record = logging.LogRecord("x", logging.ERROR, "", 0, "It failed: %s", (said,), None)
    WithoutTokens().filter(record)
    assert record.getMessage() == "It failed: duplicate key"


def the_log() -> logging.Handler:
    """Where everything is written to, as the settings set it up."""
    return next(one for one in logging.getLogger().handlers if any(isinstance(it, WithoutTokens) for it in one.filters))


def test_identifiers_stay_readable() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "Error: /desk/leads/%s/", (uuid7(),), None)
    WithoutTokens().filter(record)
    assert "…" not in record.getMessage()
