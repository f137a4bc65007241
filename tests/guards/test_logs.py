"""What is written down about a request keeps no token."""

import logging
from io import StringIO

import pytest
from django.test import Client as Browser

from doorstep.config.quiet_log import WithoutTokens
from doorstep.kit.ids import uuid7
from doorstep.kit.tokens import new_token


@pytest.mark.django_db
def test_a_page_that_breaks_on_a_personal_link_logs_the_address_without_its_token(
    fennmoor: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("doorstep.site.joining.keep_link", broken)
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


def the_log() -> logging.Handler:
    """Where everything is written to, as the settings set it up."""
    return next(one for one in logging.getLogger().handlers if any(isinstance(it, WithoutTokens) for it in one.filters))


def test_identifiers_stay_readable() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "Error: /desk/leads/%s/", (uuid7(),), None)
    WithoutTokens().filter(record)
    assert "…" not in record.getMessage()
