"""The API gives a key what is its team's, within its scopes, while it lives: every operation × every other key."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.models import ApiKey
from doorstep.accounts.scopes import SCOPES
from doorstep.api.description import describe
from doorstep.api.front import api
from doorstep.api.leads.scopes import READ_LEADS, WRITE_LEADS
from doorstep.demo.cast import FENNMOOR
from doorstep.leads.models import Lead
from doorstep.tenancy import scope
from tests.guards.forms import with_ids
from tests.guards.two_businesses import UNKNOWN, Person, TwoBusinesses
from tests.guards.walk import desk_of, essence, nothing_written, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_businesses", "one_moment")]
BODIES = {
    "NewLead": {"name": "Walk", "email": "walk@example.com"},
    "LeadChange": {"city": "Porto"},
    "NewNote": {"text": "Walked by."},
}


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    body: dict[str, str] | None
    takes_cursor: bool

    def ask(self, browser: Browser, lead: object, query: str = "") -> HttpResponse:
        address = self.path.replace("{lead_id}", str(lead)) + query
        return getattr(browser, self.method)(address, self.body, content_type="application/json")


def operations() -> Iterator[Operation]:
    for path, methods in describe(api)["paths"].items():
        assert path.count("{") == path.count("{lead_id}"), f"{path}: teach the walk what stands for its id"
        for method, told in methods.items():
            names = {parameter["name"] for parameter in told["parameters"]}
            yield Operation(method, path, _body(told, f"{method.upper()} {path}"), "cursor" in names)


def _body(told: dict, where: str) -> dict[str, str] | None:
    if "requestBody" not in told:
        return None
    shape = told["requestBody"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
    assert shape in BODIES, f"{where}: teach the walk, in BODIES, what a good {shape} is"
    return BODIES[shape]


OPERATIONS = list(operations())
READS = [one for one in OPERATIONS if one.method == "get"]
WRITES = [one for one in OPERATIONS if one.method != "get"]


def program(person: Person, *, host: str = "", scopes: Sequence[str] = tuple(SCOPES), **dead: object) -> Browser:
    """Something that bears a key of this person's team; `dead` is what ended the key."""
    with scope(person.business):
        issued = {"name": "Walk", "scopes": scopes, "team": person.member.team, "by": person.member}
        key, secret = ApiKey.objects.issue(**issued)
        if dead:
            ApiKey.objects.filter(pk=key.pk).update(**dead)
    return Browser(HTTP_HOST=host or person.business.host, headers={"Authorization": f"Bearer {secret}"})


HOME = FENNMOOR.host
A_SECOND_AGO = timezone.now() - timedelta(seconds=1)
WITHOUT_A_KEY: dict[str, Callable[[TwoBusinesses], Browser]] = {
    "nobody": lambda _town: Browser(HTTP_HOST=HOME),
    "a member without a key": lambda two_businesses: desk_of(two_businesses["Ann"]),
    "a key of another business": lambda two_businesses: program(two_businesses["Nora"], host=HOME),
    "an expired key": lambda two_businesses: program(two_businesses["Ann"], expires_at=A_SECOND_AGO),
    "a revoked key": lambda two_businesses: program(two_businesses["Ann"], revoked_at=A_SECOND_AGO),
    "an invented key": lambda _town: Browser(HTTP_HOST=HOME, headers={"Authorization": "Bearer dsk_invented"}),
}


def test_an_id_stands_in_the_path_and_nowhere_else() -> None:
    """A body or a query that takes an id has to be tried with foreign ones: then teach the walk."""
    told = describe(api)
    asked = [one for methods in told["paths"].values() for how in methods.values() for one in how["parameters"]]
    bodies = [told["components"]["schemas"][shape] for shape in BODIES]
    taking = [one for one in (*asked, *bodies) if "uuid" in str(one).lower()]
    assert taking
    assert {one.get("in", "body") for one in taking} == {"path"}


def test_every_operation_is_there_for_a_key_that_may(two_businesses: TwoBusinesses) -> None:
    """Else the rest would prove nothing."""
    browser, lead = program(two_businesses["Ann"]), two_businesses["Ann"].owned[Lead]
    for operation in OPERATIONS:
        with taken_back():
            assert operation.ask(browser, lead).status_code in (200, 201), operation


@pytest.mark.parametrize("who", WITHOUT_A_KEY)
def test_who_has_no_living_key_is_told_nothing(two_businesses: TwoBusinesses, who: str) -> None:
    refused(OPERATIONS, WITHOUT_A_KEY[who](two_businesses), two_businesses["Ann"].owned[Lead], 401)


def test_a_key_does_only_what_its_scopes_say(two_businesses: TwoBusinesses) -> None:
    for mays, may_not in ((READ_LEADS, WRITES), (WRITE_LEADS, READS)):
        refused(may_not, program(two_businesses["Ann"], scopes=(mays,)), two_businesses["Ann"].owned[Lead], 403)


@pytest.mark.parametrize(("whose", "foreign"), [("Ann", "Nora"), ("Nora", "Ann"), ("Ann", "Bea"), ("Bea", "Ann")])
def test_leads_of_others_are_as_unknown_as_none(two_businesses: TwoBusinesses, whose: str, foreign: str) -> None:
    with_ids_only = [one for one in OPERATIONS if "{" in one.path]
    refused(with_ids_only, program(two_businesses[whose]), two_businesses[foreign].owned[Lead], 404)


def test_a_deleted_lead_is_as_unknown_as_none(two_businesses: TwoBusinesses) -> None:
    with scope(two_businesses["Ann"].business):
        Lead.objects.get(pk=two_businesses["Ann"].owned[Lead]).delete_softly(by=two_businesses["Ann"].member)
    refused(
        [one for one in OPERATIONS if "{" in one.path],
        program(two_businesses["Ann"]),
        two_businesses["Ann"].owned[Lead],
        404,
    )


def refused(what: list[Operation], browser: Browser, lead: object, status: int) -> None:
    assert what
    for operation in what:
        with nothing_written(f"{operation}"):
            answer, unknown = operation.ask(browser, lead), operation.ask(browser, UNKNOWN)
            assert answer.status_code == status, operation
            assert without_limit(answer) == without_limit(unknown), f"{operation} says more than an id that nobody has"


def without_limit(answer: HttpResponse) -> tuple[int, bytes]:
    """The rate limit counts down with every request."""
    for name in ("RateLimit", "RateLimit-Policy"):
        answer.headers.pop(name, None)
    return essence(answer, ())


@pytest.mark.parametrize("other", ["Nora", "Bea"])
def test_a_cursor_of_others_shows_what_any_cursor_of_that_time_shows(two_businesses: TwoBusinesses, other: str) -> None:
    browser, lead = program(two_businesses["Ann"]), two_businesses["Ann"].owned[Lead]
    cursor = program(two_businesses[other]).get("/api/v1/leads?limit=1").json()["next_cursor"]
    for operation in (one for one in READS if one.takes_cursor):
        shown = operation.ask(browser, lead, f"?cursor={cursor}")
        assert shown.status_code == 200
        assert shown.json() == operation.ask(browser, lead, f"?cursor={with_ids(cursor, str(UNKNOWN))}").json()
        assert two_businesses[other].surname not in shown.content.decode()
