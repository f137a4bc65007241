"""Every field that bears an id, on every page: a foreign id in it is as unknown as one that nobody has.

The fields are read from the pages themselves, so that new ones join by themselves.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client as Browser

from doorstep.accounts.models import Member
from doorstep.leads.capture import capture
from doorstep.leads.models import Tag
from doorstep.tenancy import scope
from doorstep.tenancy.models import TenantModel
from tests.guards.forms import ID, Sending, ids_in, with_ids
from tests.guards.found import found_on_pages
from tests.guards.places import Row
from tests.guards.two_businesses import PRIVATE, UNKNOWN, Person, TwoBusinesses
from tests.guards.walk import OF_ADMINS, OF_MEMBERS, OF_THE_HOUSE, desk_of, essence, rows_written, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_businesses", "one_moment")]
TENANTS = tuple(model for model in apps.get_models() if issubclass(model, TenantModel))
MORE_THAN_A_PAGE = 55


@dataclass(frozen=True)
class Attempt:
    """Who sends forms, which doors are open to her, whose ids she puts in, and of which tables those are foreign."""

    who: str
    doors: frozenset[str]
    tries: str
    foreign: tuple[Row, ...]

    def __str__(self) -> str:
        return f"{self.who} with ids of {self.tries}"


ATTEMPTS = [
    Attempt("Ann", OF_THE_HOUSE, "Nora", TENANTS),
    Attempt("Bea", OF_ADMINS, "Ann", (*PRIVATE, Member, Tag)),
    Attempt("Kofi", OF_MEMBERS, "Sam", PRIVATE),
]


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_a_foreign_id_in_a_field_is_as_unknown_as_one_that_nobody_has(
    two_businesses: TwoBusinesses, attempt: Attempt
) -> None:
    person, tried = two_businesses[attempt.who], set()
    fill_more_than_a_page(person)
    foreign, sort_of, browser = one_of_each(two_businesses[attempt.tries]), sorts_of(person), desk_of(person)
    for sending in found_on_pages(browser, person, attempt.doors):
        for name in sending.fields_with_ids:
            sort = sort_of[ids_in(sending.own(name)[0])[0]]
            if sort in attempt.foreign:
                tried.add(f"{sending.address} {name}")
                try_field(browser, person, sending, name, foreign[sort])
    assert len(tried) > 5, f"only {tried}"


def try_field(browser: Browser, person: Person, sending: Sending, name: str, foreign: str) -> None:
    where, own = f"{sending.method.upper()} {sending.address}: {name}", sending.own(name)
    is_asked = sending.method == "get"  # of which the page was read just now
    is_taken = is_asked or any(sent(browser, person, sending.saying(name, value)).status < 400 for value in own)
    assert is_taken, f"{where}: the walk's own form is refused. Teach TYPED in tests/guards/forms.py what to type"
    with_foreign = sent(browser, person, sending.saying(name, with_ids(own[0], foreign)), foreign)
    with_unknown = sent(browser, person, sending.saying(name, with_ids(own[0], str(UNKNOWN))), str(UNKNOWN))
    assert with_foreign == with_unknown, f"{where} says or does more with a foreign id than with one that nobody has"
    is_question = not ID.fullmatch(own[0])  # a filter asks about an id and points to nothing
    assert is_question or not with_foreign.pointing, f"{where} leaves the foreign id in {with_foreign.pointing}"


@dataclass(frozen=True)
class Sent:
    """What came of it: the answer, how many rows were written to each table, and in which of these more hold the id."""

    status: int
    answer: bytes
    written: dict[str, int]
    pointing: list[str]


def sent(browser: Browser, person: Person, sending: Sending, put: str = "") -> Sent:
    browser.cookies.pop("messages", None)  # what an earlier form said does not show here
    with taken_back():
        before = rows_written()
        answer = getattr(browser, sending.method)(sending.address, sending.body)
        counts = {table: count - before.get(table, 0) for table, count in rows_written().items()}
        written = {table: count for table, count in counts.items() if count}
        status, whole = essence(answer, filter(None, [put, *ids_in(answer.get("Location", ""))]))
        pointing = pointers(person, written if put else (), put)
    return Sent(status, whole, written, list(pointing - pointers(person, pointing, put)))


def pointers(person: Person, tables: Iterable[str], put: str) -> Counter[str]:
    """How many rows of each table hold this id, in a column or in a list of ids; none for their own."""
    found: Counter[str] = Counter()
    with scope(person.business), connection.cursor() as cursor:
        for table in tables:
            held = f'SELECT row.id FROM "{table}" row, jsonb_each_text(to_jsonb(row) - $$id$$) held'
            cursor.execute(f"SELECT count(*) FROM ({held} WHERE held.value LIKE %s) found", [f"%{put}%"])
            found[table] = cursor.fetchone()[0]
    return +found


def sorts_of(person: Person) -> dict[str, Row]:
    """Which table each id of the business is of."""
    with scope(person.business):
        return {str(pk): model for model in TENANTS for pk in model.objects.values_list("pk", flat=True)}


def one_of_each(person: Person) -> dict[Row, str]:
    """The person's own row of each table, else one of her business."""
    with scope(person.business):
        some = {model: model.objects.order_by("pk").values_list("pk", flat=True).first() for model in TENANTS}
    return {model: str(person.owned.get(model) or pk or UNKNOWN) for model, pk in some.items()}


def fill_more_than_a_page(person: Person) -> None:
    """So that there are links with cursors."""
    with scope(person.business):
        for number in range(MORE_THAN_A_PAGE):
            email = f"{number}@page.example"
            capture(person.member.team, by=person.member, assignee=person.member, name="Page Filler", email=email)
