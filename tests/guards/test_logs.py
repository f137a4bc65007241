"""What is written down about a request keeps no token."""

import logging

import pytest
from django.test import Client as Browser

from doorstep.config.quiet_log import WithoutTokens
from doorstep.kit.ids import uuid7
from doorstep.kit.tokens import new_token


@pytest.mark.django_db
def test_a_page_that_breaks_on_a_personal_link_logs_the_address_without_its_token(
    fennmoor: object, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("doorstep.site.joining.keep_link", broken)
    token = new_token()
    browser = Browser(headers={"host": "brokerage.localhost"}, raise_request_exception=False)
    assert browser.get(f"/join/{token}/").status_code == 500
    written = capfd.readouterr().err
    assert "/join/…/" in written
    assert token not in written


def test_identifiers_stay_readable() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "Error: /desk/leads/%s/", (uuid7(),), None)
    WithoutTokens().filter(record)
    assert "…" not in record.getMessage()
