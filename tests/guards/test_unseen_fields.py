"""No field bears an id unseen: whatever is looked up by an id comes from a field that the walk has found on a page.

An id of its own is put into every name that the product reads, at every address; of those that reach the database the
walk of the fields must know.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import resolve
from pytest_django.fixtures import Settings

from doorstep.clients.models import Client
from doorstep.tenancy import scope
from tests.guards.forms import Sending, sendings
from tests.guards.found import all_found
from tests.guards.names import names_read
from tests.guards.places import Place, places
from tests.guards.two_businesses import UNKNOWN, Person, TwoBusinesses
from tests.guards.walk import METHODS, OF_CLIENTS, OF_THE_HOUSE, browser_of, desk_of, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_businesses", "one_moment")]
Field = tuple[str, str, str]  # how, where, called what
FILES = {"file", "logo"}  # a table, and a picture, in which no id can stand


@cache
def probes() -> dict[str, UUID]:
    """An id that nobody has for each name, so that one can tell where it came from."""
    return {name: UUID(int=UNKNOWN.int - number) for number, name in enumerate(names_read(), 1)}


@contextmanager
def looked_up() -> Iterator[set[object]]:
    """The values that go to the database."""
    found: set[object] = set()

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        for value in params or ():
            found.update(value if isinstance(value, list | tuple) else [value])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def fields_looked_up(person: Person, place: Place, browser: Browser) -> Iterator[Field]:
    """Asked with everything at once, by every method."""
    asked, address = probes(), next(place.addresses(person.owned))
    for method in METHODS:
        with taken_back(), looked_up() as values:
            getattr(browser, method)(address, {name: str(value) for name, value in asked.items()})
        yield from ((method, route_of(address), name) for name, value in asked.items() if value in values)


def route_of(address: str) -> str:
    return str(resolve(address.partition("?")[0]).route)


def known(sent: list[Sending]) -> set[Field]:
    return {(one.method, route_of(one.address), name) for one in sent for name in one.fields_with_ids}


def test_what_is_looked_up_by_an_id_stands_on_a_page_that_the_walk_sees(
    two_businesses: TwoBusinesses, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS += ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # as their people have
    ann = two_businesses["Ann"]
    sent = all_found(desk_of(ann), ann, OF_THE_HOUSE)
    found = {
        field
        for place in places()
        if place.door in (OF_THE_HOUSE | OF_CLIENTS)
        for field in fields_looked_up(ann, place, (client_of if place.door == "portal" else desk_of)(ann))
    }
    assert ("post", "desk/settings/users/new/", "manager") in found, "else this would prove nothing"
    assert found - known(sent) == set(), "ids are looked up from fields that no page shows to the walk"
    files = {name for one in sent for name in one.files}
    assert files == FILES, "teach test_foreign_files.py what a file with foreign ids in it looks like"


def client_of(person: Person) -> Browser:
    with scope(person.business):
        return browser_of(person.business, Client.objects.select_related("user").get(pk=person.owned[Client]).user)


AN_ID = "0192aaaa-aaaa-7aaa-baaa-aaaaaaaaaaaa"
ASKING = (
    f'<a href="/desk/new/?lead={AN_ID}">',
    f"""<button hx-get="/desk/new/" hx-vals='{{"lead": "{AN_ID}"}}'>""",
    f"""<form><input hx-post="/desk/new/" hx-vals='{{"lead": "{AN_ID}"}}'></form>""",
    f'<form><input type="hidden" name="lead" value="{AN_ID}"><input hx-post="/desk/new/" name="words"></form>',
    f'<form action="/desk/new/"><select name="lead"><option value="{AN_ID}"></select></form>',
    f'<form action="/desk/"><button name="lead" value="{AN_ID}" formaction="/desk/new/"></form>',
)


@pytest.mark.parametrize("html", ASKING)
def test_the_walk_sees_an_id_however_a_page_sends_it(html: str) -> None:
    assert [one.address for one in sendings(html, "/desk/") if one.fields_with_ids == ["lead"]][-1] == "/desk/new/"


def test_values_whose_sender_the_walk_does_not_see_fail_it() -> None:
    with pytest.raises(AssertionError, match="teach the walk"):
        list(sendings(f"""<div hx-vals='{{"lead": "{AN_ID}"}}'><button hx-post="/desk/new/"></div>""", "/desk/"))
