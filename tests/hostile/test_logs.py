"""A word in a log cannot look like an entry of its own, nor colour the terminal it is read in."""

import logging
import re
from io import StringIO

import pytest
from django.test import Client as Browser

from tests.hostile.words import WORDS

ENTRY = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ [\w.]+ ")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What goes to the log, as the settings set it up."""
    log = StringIO()
    ours = next(one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler)
    monkeypatch.setattr(ours, "stream", log)
    return log


def entries(written: StringIO) -> list[str]:
    """Lines that begin at the margin; each is an entry."""
    lines = [line for line in written.getvalue().split("\n") if line and not line.startswith("    ")]
    assert all(ENTRY.match(line) for line in lines), lines
    assert not CONTROL.search(written.getvalue().replace("\n", ""))
    return lines


def test_a_word_is_one_entry(written: StringIO) -> None:
    for word in WORDS:
        logging.getLogger("doorstep.leads").warning("About %s", word.typed)
    assert len(entries(written)) == len(WORDS)


def test_a_failure_is_one_entry_whatever_it_says(written: StringIO) -> None:
    for word in WORDS:
        try:
            raise ValueError(word.typed)
        except ValueError:
            logging.getLogger("doorstep.leads").exception("Failed")
    assert len(entries(written)) == len(WORDS)


@pytest.mark.django_db
def test_a_page_that_breaks_on_a_word_writes_no_entry_of_the_words(
    fennmoor: object, written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError(WORDS[0].typed + "\n2026-11-22 10:00:00,000 ERROR root FORGED")

    monkeypatch.setattr("doorstep.site.joining.pages.keep_link", broken)
    browser = Browser(headers={"host": "brokerage.localhost"}, raise_request_exception=False)
    forged = "x%0d%0a2026-11-22%2010:00:00,000%20ERROR%20root%20FORGED%1b[31m"
    assert browser.get(f"/join/{forged}/", headers={"user-agent": "x\x1b[31m"}).status_code == 500
    assert all(" django.request " in entry or " doorstep.site.errors " in entry for entry in entries(written))
