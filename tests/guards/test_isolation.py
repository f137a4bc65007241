"""Nobody sees what is not theirs: every URL × every stranger × ids of every table. New URLs join by themselves."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from doorstep.accounts.models import Member, Session, Team, User
from doorstep.accounts.sessions import COOKIE
from doorstep.clients.models import Client
from doorstep.demo.cast import FENNMOOR, LARKFIELD, Seat
from doorstep.demo.houses import build, seat_team
from doorstep.demo.world import furnish
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from tests.guards.walk import UNKNOWN, Place, a_row_of_each, fingerprint, places

pytestmark = pytest.mark.django_db
METHODS = ("get", "post")
FORM_TOKEN = re.compile(rb"\b[A-Za-z0-9]{64}\b")
PLACES = places()
GUARDED = [place for place in PLACES if place.door not in ("public", "")]


@pytest.fixture
def larkfield() -> Business:
    from django.utils import timezone

    business = build(LARKFIELD)
    furnish(business, LARKFIELD, leads=25, now=timezone.now())
    return business


@pytest.fixture
def fennmoor() -> Business:
    from django.utils import timezone

    business = build(FENNMOOR)
    furnish(business, FENNMOOR, leads=25, now=timezone.now())
    return business


def browser_of(business: Business, user: User | None, *, host: str = "") -> Browser:
    browser = Browser(HTTP_HOST=host or business.host, raise_request_exception=True)
    if user is not None:
        with scope(business):
            _session, token = Session.objects.open(user, remember=True)
        browser.cookies[COOKIE] = token
    return browser


def user_called(business: Business, first_name: str) -> User:
    with scope(business):
        return User.objects.get(name__startswith=f"{first_name} ")


def walk(browser: Browser, here: list[Place], ids: dict[str, UUID]) -> Iterator[tuple[str, HttpResponse, HttpResponse]]:
    """(address, answer for the foreign id, answer for an id that nobody has)."""
    for place in here:
        for method in METHODS:
            ask = getattr(browser, method)
            unknown = ask(place.at(UNKNOWN))
            for label, pk in ids.items() if place.uuids else {"": UNKNOWN}.items():
                yield f"{method.upper()} {place.template} with an id of {label}", ask(place.at(pk)), unknown


def body(answer: HttpResponse) -> bytes:
    """The page but for its form token, which is masked anew each time."""
    return b"" if answer.streaming else FORM_TOKEN.sub(b"", answer.content)


def test_foreign_ids_and_unknown_ids_get_the_same_answer(fennmoor: Business, larkfield: Business) -> None:
    before = fingerprint(larkfield)
    ann = browser_of(fennmoor, user_called(fennmoor, "Ann"))
    with_ids = [place for place in PLACES if place.uuids]
    for where, foreign, unknown in walk(ann, with_ids, a_row_of_each(larkfield)):
        assert (foreign.status_code, body(foreign)) == (unknown.status_code, body(unknown)), where
        assert foreign.status_code in (401, 403, 404, 405), where
    assert fingerprint(larkfield) == before


def test_another_team_of_the_same_business_sees_nothing_of_the_house(fennmoor: Business) -> None:
    with scope(fennmoor):
        buyer = Team.objects.create(name="Brightwater Solar")
        bea = seat_team(buyer, FENNMOOR, (Seat("Bea Holloway", is_admin=True),), "")["Bea"].user
    rows = a_row_of_each(fennmoor)
    with scope(fennmoor):
        own = {Member.objects.get(user=bea).pk, bea.pk, buyer.pk}
        rows["leads.Lead"] = Team.objects.house().leads.order_by("pk").first().pk
        rows["accounts.Member"] = Team.objects.house().members.order_by("pk").first().pk
        rows["accounts.User"] = Team.objects.house().members.order_by("pk").first().user_id
    foreign = {label: pk for label, pk in rows.items() if pk not in own}
    before = fingerprint(fennmoor)
    browser = browser_of(fennmoor, bea)
    after_sign_in = fingerprint(fennmoor)
    with_ids = [place for place in GUARDED if place.uuids]
    for where, answer, unknown in walk(browser, with_ids, foreign):
        assert (answer.status_code, body(answer)) == (unknown.status_code, body(unknown)), where
    assert before != after_sign_in, "the fingerprint notices even a new session"
    assert fingerprint(fennmoor) == after_sign_in


@pytest.mark.parametrize("who", ["nobody", "member of another business", "client", "disabled member"])
def test_strangers_are_sent_to_the_sign_in_page_of_the_desk(fennmoor: Business, larkfield: Business, who: str) -> None:
    browser = stranger(who, fennmoor, larkfield)
    before = fingerprint(fennmoor)
    desk = [place for place in GUARDED if place.door.startswith("desk")]
    for where, answer, _unknown in walk(browser, desk, one_lead(fennmoor)):
        assert answer.status_code in (302, 405), where
        if answer.status_code == 302:
            assert answer["Location"].startswith("/desk/sign-in/"), where
    assert fingerprint(fennmoor) == before


@pytest.mark.parametrize("who", ["nobody", "member", "client of another business"])
def test_strangers_are_sent_to_the_sign_in_page_of_the_portal(
    fennmoor: Business, larkfield: Business, who: str
) -> None:
    browser = stranger(who, fennmoor, larkfield)
    before = fingerprint(fennmoor)
    portal = [place for place in GUARDED if place.door == "portal"]
    assert portal
    for where, answer, _unknown in walk(browser, portal, one_lead(fennmoor)):
        assert answer.status_code in (302, 405), where
        if answer.status_code == 302:
            assert answer["Location"].startswith("/portal/sign-in/"), where
    assert fingerprint(fennmoor) == before


def test_members_without_admin_access_are_refused_behind_admin_doors(fennmoor: Business) -> None:
    browser = browser_of(fennmoor, user_called(fennmoor, "Kofi"))
    before = fingerprint(fennmoor)
    refused_behind({"desk admin", "desk house"}, browser, fennmoor)
    assert fingerprint(fennmoor) == before


def test_a_buyers_admin_is_refused_behind_the_doors_of_the_house(larkfield: Business) -> None:
    browser = browser_of(larkfield, user_called(larkfield, "Bea"))
    before = fingerprint(larkfield)
    refused_behind({"desk house"}, browser, larkfield)
    assert fingerprint(larkfield) == before


def one_lead(business: Business) -> dict[str, UUID]:
    """Enough for who does not come through the door: it is shut before any id is read."""
    return {"leads.Lead": a_row_of_each(business)["leads.Lead"]}


def refused_behind(doors: set[str], browser: Browser, business: Business) -> None:
    behind = [place for place in GUARDED if place.door in doors]
    assert behind
    for where, answer, _unknown in walk(browser, behind, a_row_of_each(business)):
        assert answer.status_code in (403, 404, 405), where


def stranger(who: str, fennmoor: Business, larkfield: Business) -> Browser:
    if who == "nobody":
        return browser_of(fennmoor, None)
    if who == "member":
        return browser_of(fennmoor, user_called(fennmoor, "Ann"))
    if who == "member of another business":
        return browser_of(larkfield, user_called(larkfield, "Nora"), host=fennmoor.host)
    if who == "disabled member":
        return _disabled_with_a_live_cookie(fennmoor)
    business = fennmoor if who == "client" else larkfield
    with scope(business):
        user = Client.objects.select_related("user").order_by("number").first().user
    return browser_of(business, user, host=fennmoor.host)


def _disabled_with_a_live_cookie(business: Business) -> Browser:
    user = user_called(business, "Sam")
    browser = browser_of(business, user)
    with scope(business):
        User.objects.filter(pk=user.pk).update(disabled_at=user.created_at)
    return browser
