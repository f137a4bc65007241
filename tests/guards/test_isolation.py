"""Nobody sees what is not theirs: every address × every stranger, with foreign ids and with ids that nobody has."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from doorstep.accounts.models import ApiKey, Member, User
from doorstep.accounts.scopes import SCOPES
from doorstep.clients.models import Client, Invitation
from doorstep.leads.models import Lead, Tag
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from tests.guards.places import Place, found_in, places
from tests.guards.two_businesses import FIRST_NAME, UNKNOWN, Person, TwoBusinesses, nothing, source_of
from tests.guards.walk import (
    ALSO_HEAD,
    METHODS,
    OF_ADMINS,
    OF_CLIENTS,
    OF_MEMBERS,
    OF_NOBODY,
    OF_THE_HOUSE,
    SHUT,
    SIGN_IN,
    Walker,
    browser_of,
    desk_of,
    nothing_written,
    taken_back,
    told,
    walk,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_businesses", "one_moment")]
PLACES = places()


def client_of(person: Person, *, host: str = "") -> Browser:
    with scope(person.business):
        user = Client.objects.select_related("user").get(pk=person.owned[Client]).user
    return browser_of(person.business, user, host=host)


def disabled(person: Person, browser: Browser, user: User) -> Browser:
    """The session was opened before and lives on."""
    with scope(person.business):
        User.objects.filter(pk=user.pk).update(disabled_at=user.created_at)
    return browser


def disabled_member(two_businesses: TwoBusinesses) -> Browser:
    return disabled(two_businesses["Kofi"], desk_of(two_businesses["Kofi"]), two_businesses["Kofi"].member.user)


def disabled_client(two_businesses: TwoBusinesses) -> Browser:
    with scope(two_businesses["Kofi"].business):
        user = Client.objects.select_related("user").get(pk=two_businesses["Kofi"].owned[Client]).user
    return disabled(two_businesses["Kofi"], client_of(two_businesses["Kofi"]), user)


def sam_without_his_downline(two_businesses: TwoBusinesses) -> Browser:
    with scope(two_businesses["Sam"].business):
        Member.objects.filter(pk=two_businesses["Sam"].member.pk).update(view_downline=False)
    return desk_of(two_businesses["Sam"])


def at_home(first_name: str) -> Callable[[TwoBusinesses], Browser]:
    return lambda two_businesses: desk_of(two_businesses[first_name])


def at_fennmoor(enters: Callable[..., Browser], first_name: str) -> Callable[[TwoBusinesses], Browser]:
    return lambda two_businesses: enters(two_businesses[first_name], host=two_businesses["Ann"].business.host)


ANOTHER_BUSINESS = {"is_of_the_business": False, "methods": ALSO_HEAD}
WALKERS = [
    Walker("nobody", lambda two_businesses: browser_of(two_businesses["Ann"].business), OF_NOBODY, "Ann"),
    Walker("an admin of another business", at_home("Nora"), OF_THE_HOUSE, "Ann", **ANOTHER_BUSINESS),
    Walker("an admin who is signed in elsewhere", at_fennmoor(desk_of, "Nora"), OF_NOBODY, "Ann"),
    Walker("an admin of a buyer", at_home("Bea"), OF_ADMINS, "Ann"),
    Walker("an admin of the house", at_home("Ann"), OF_THE_HOUSE, "Bea"),
    Walker("a member beside", at_home("Ines"), OF_MEMBERS, "Kofi"),
    Walker("a member below", at_home("Kofi"), OF_MEMBERS, "Sam", knocks=False),
    Walker("a manager, of one above", at_home("Sam"), OF_MEMBERS, "Ann", knocks=False),
    Walker("a manager who does not see the downline", sam_without_his_downline, OF_MEMBERS, "Kofi", knocks=False),
    Walker("another client", lambda two_businesses: client_of(two_businesses["Kofi"]), OF_CLIENTS, "Ann"),
    Walker("a client who is signed in elsewhere", at_fennmoor(client_of, "Nora"), OF_NOBODY, "Ann"),
    Walker("a disabled member with a live session", disabled_member, OF_NOBODY, "Kofi"),
    Walker("a disabled client with a live session", disabled_client, OF_NOBODY, "Kofi"),
]


@pytest.mark.parametrize("walker", WALKERS, ids=str)
def test_foreign_ids_are_as_unknown_as_ids_that_nobody_has(two_businesses: TwoBusinesses, walker: Walker) -> None:
    assert walk(walker, two_businesses, PLACES) > 10


@pytest.mark.parametrize("walker", [one for one in WALKERS if one.doors != OF_NOBODY], ids=str)
def test_no_list_and_no_search_shows_what_is_not_theirs(two_businesses: TwoBusinesses, walker: Walker) -> None:
    browser, marks = walker.enters(two_businesses), two_businesses[walker.tries].marks
    for place in PLACES:
        if place.door in walker.doors and not walker.goes_to(place) and place.door != "public":
            for address in place.addresses(nothing()):
                shown = told(browser.get(address, {"q": FIRST_NAME, "all": "on"}))
                assert not [mark for mark in marks if mark.encode() in shown], f"{walker}: GET {address}"


@pytest.mark.parametrize(("one", "other"), [("Bea", "Ann"), ("Ann", "Bea")])
def test_no_page_of_one_team_tells_of_another(two_businesses: TwoBusinesses, one: str, other: str) -> None:
    """Neither in what can be chosen, filtered by or completed."""
    person, browser = two_businesses[one], desk_of(two_businesses[one])
    for place in PLACES:
        has_all = all(person.owned[row] != UNKNOWN for _name, row in place.rows)
        if has_all and place.door in OF_THE_HOUSE - OF_NOBODY:
            for address in place.addresses(person.owned):
                shown = told(browser.get(address, {"all": "on"}))
                marks = [mark for mark in two_businesses[other].marks_of_the_team if mark.encode() in shown]
                assert not marks, f"{one}: GET {address} tells of {other}"


def test_pages_of_a_team_tell_of_it(two_businesses: TwoBusinesses) -> None:
    """Else the test above would prove nothing."""
    shown = told(desk_of(two_businesses["Bea"]).get("/desk/leads/"))
    assert all(
        mark.encode() in shown
        for mark in (source_of(two_businesses["Bea"].member), f"Tag of {two_businesses['Bea'].member}")
    )


def test_lists_and_searches_show_what_is_theirs(two_businesses: TwoBusinesses) -> None:
    """Else the test above would prove nothing."""
    for first_name, address in (("Ann", "/desk/leads/"), ("Kofi", "/desk/leads/"), ("Kofi", "/desk/clients/")):
        shown = told(desk_of(two_businesses[first_name]).get(address, {"q": FIRST_NAME}))
        assert two_businesses[first_name].surname.encode() in shown


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_pages_are_asked_for_and_posted_to_and_nothing_else(two_businesses: TwoBusinesses, method: str) -> None:
    browser = desk_of(two_businesses["Ann"])
    with nothing_written(method):
        for place in PLACES:
            if place.door != "api":
                address = next(place.addresses(two_businesses["Ann"].owned))
                assert getattr(browser, method)(address).status_code == 405, f"{method.upper()} {address}"


OWNERS = {"Bea": OF_ADMINS, "Sam": OF_MEMBERS, "Kofi": OF_MEMBERS}  # Ann is asked at every place below
OF_THE_LEAD = {Lead, Tag, Client, Invitation, Message}


@pytest.mark.parametrize("first_name", OWNERS)
def test_what_is_refused_to_others_is_there_for_its_owner(two_businesses: TwoBusinesses, first_name: str) -> None:
    """Else the walk would prove nothing."""
    owner = two_businesses[first_name]
    for place in PLACES:
        has_all = all(owner.owned[row] != UNKNOWN for _name, row in place.rows)
        if place.rows and has_all and place.door in OWNERS[first_name]:
            reach(desk_of(owner), place, owner)


def test_what_belongs_to_those_below_is_there_for_their_manager(two_businesses: TwoBusinesses) -> None:
    of_leads = [place for place in PLACES if place.door == "desk" and {row for _name, row in place.rows} <= OF_THE_LEAD]
    for place in filter(lambda place: place.rows, of_leads):
        reach(desk_of(two_businesses["Sam"]), place, two_businesses["Kofi"])


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.template)
def test_every_place_is_there_for_somebody(two_businesses: TwoBusinesses, place: Place) -> None:
    reach(rightful_at(place, two_businesses["Ann"]), place, two_businesses["Ann"])


def rightful_at(place: Place, person: Person) -> Browser:
    if place.door in OF_THE_HOUSE - OF_NOBODY:
        return desk_of(person)
    if place.door == "portal":
        return client_of(person)
    if place.door == "api":
        return program_of(person)
    browser = browser_of(person.business)
    browser.get(f"/join/{person.owned['join']}/")
    return browser


def reach(browser: Browser, place: Place, owner: Person) -> None:
    for address in place.addresses(owner.owned):
        with taken_back():
            is_reached = any(is_there(place, getattr(browser, method)(address)) for method in METHODS)
        assert is_reached, (
            f"The walk cannot reach {address}, neither by GET nor by POST. "
            f"Teach tests/guards/two_businesses.py to give {owner.member} what this place is about, as it shows."
        )


def is_there(place: Place, answer: HttpResponse) -> bool:
    is_sent_away = place.door != "public" and answer.status_code == 302 and SIGN_IN.match(answer["Location"])
    return not is_sent_away and answer.status_code < 500 and answer.status_code not in (*SHUT, 404)


def program_of(person: Person) -> Browser:
    with scope(person.business):
        issued = {"name": "Walk", "scopes": list(SCOPES), "team": person.member.team, "by": person.member}
        _key, secret = ApiKey.objects.issue(**issued)
    return Browser(HTTP_HOST=person.business.host, headers={"Authorization": f"Bearer {secret}"})


def test_the_walk_notices_a_single_row_even_if_it_was_taken_back(two_businesses: TwoBusinesses) -> None:
    with (
        pytest.raises(AssertionError, match="a refusal wrote to accounts_session"),
        nothing_written("here"),
        taken_back(),
    ):
        desk_of(two_businesses["Ann"])


@pytest.mark.parametrize("route", ["desk/news/<uuid:pk>/", "desk/leads/<slug:mood>/", "brand/<str:secret>/"])
def test_an_address_that_the_walk_cannot_fill_fails_and_says_what_to_teach(route: str) -> None:
    resolver = URLResolver(RegexPattern("^"), [path(route, lambda request: None, name="new")])
    with pytest.raises(AssertionError, match="teach the walk"):
        list(found_in(resolver, "/", ()))
