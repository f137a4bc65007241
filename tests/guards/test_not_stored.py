"""What one is answered is stored nowhere: not by a proxy for the next one, not by a browser for whoever comes after."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from tests.guards.places import Place, places
from tests.guards.test_isolation import rightful_at
from tests.guards.two_businesses import TwoBusinesses
from tests.guards.walk import METHODS, browser_of, desk_of, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_businesses")]
KEPT_A_WHILE = {"site:brand": "private, max-age=300", "site:logo": "private, max-age=86400"}


def answers(two_businesses: TwoBusinesses, place: Place) -> Iterator[HttpResponse]:
    """To whom it belongs, page and part, and to nobody."""
    rightful, nobody = rightful_at(place, two_businesses["Ann"]), browser_of(two_businesses["Ann"].business)
    for address in place.addresses(two_businesses["Ann"].owned):
        for method in METHODS:
            with taken_back():
                yield getattr(rightful, method)(address)
                yield getattr(rightful, method)(address, headers={"HX-Request": "true"})
                yield getattr(nobody, method)(address)


@pytest.mark.parametrize("place", places(), ids=lambda place: place.template)
def test_no_answer_is_stored_but_the_brand(two_businesses: TwoBusinesses, place: Place) -> None:
    for answer in answers(two_businesses, place):
        if answer.status_code == 200 and place.name in KEPT_A_WHILE:
            assert answer["Cache-Control"] == KEPT_A_WHILE[place.name]
        else:
            assert answer["Cache-Control"] == "private, no-store"
            assert "cookie" in answer["Vary"].lower()


@pytest.mark.parametrize("path", ["/nowhere/", "/api/v1/nowhere", "/desk/leads/", "/static/nowhere.css", "/health/"])
def test_neither_is_a_refusal(two_businesses: TwoBusinesses, path: str) -> None:
    for host in (two_businesses["Ann"].business.host, "nobody.example", "bad host"):
        assert Browser(headers={"host": host}).get(path)["Cache-Control"] == "private, no-store"


def test_neither_is_a_fault_of_ours(two_businesses: TwoBusinesses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doorstep.desk.dashboard.pages.render", lambda *_: 1 / 0)
    browser = desk_of(two_businesses["Ann"])
    browser.raise_request_exception = False
    answer = browser.get("/desk/")
    assert (answer.status_code, answer["Cache-Control"]) == (500, "private, no-store")


def test_what_is_the_same_for_all_may_be_stored(two_businesses: TwoBusinesses) -> None:
    for host in (two_businesses["Ann"].business.host, "nobody.example"):
        browser = Browser(headers={"host": host})
        icon = browser.get("/favicon.ico")
        assert icon["Cache-Control"] == "public, max-age=86400"
        drawn = browser.get(icon["Location"])
        assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/svg+xml")
        assert "public" in drawn["Cache-Control"]
