"""The walk: somebody goes to every place with ids that are not hers, and with ids that nobody has."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client as Browser

from doorstep.accounts.models import Session, User
from doorstep.accounts.sessions import DESK, PORTAL
from doorstep.api.models import Allowance
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from tests.guards.places import Place
from tests.guards.two_businesses import Person, TwoBusinesses, nothing

METHODS = ("get", "post")
ALSO_HEAD = ("get", "head", "post")
SHUT = (401, 403, 405)
NOT_THERE = (404, 405, 410)
FORM_TOKEN = re.compile(rb"\b[A-Za-z0-9]{64}\b")
SIGN_IN = re.compile(r"/(desk|portal)/sign-in/")
CSRF_COOKIE = "csrftoken"
OF_MEMBERS = frozenset({"public", "desk"})
OF_ADMINS = OF_MEMBERS | {"desk admin"}
OF_THE_HOUSE = OF_ADMINS | {"desk house"}
OF_CLIENTS = frozenset({"public", "portal"})
OF_NOBODY = frozenset({"public"})


@dataclass(frozen=True)
class Walker:
    """Who walks, how she comes in, which doors are open to her, and whose belongings she tries.

    `knocks` unless another with the same doors has tried those that are shut.
    """

    who: str
    enters: Callable[[TwoBusinesses], Browser]
    doors: frozenset[str]
    tries: str
    is_of_the_business: bool = True
    methods: tuple[str, ...] = METHODS
    knocks: bool = True

    def __str__(self) -> str:
        return self.who

    def goes_to(self, place: Place) -> bool:
        """What is public is the whole business's: only who is of another has no business there."""
        if place.door not in self.doors:
            return self.knocks
        return place.is_owned and (place.door != "public" or not self.is_of_the_business)

    def is_turned_away(self, place: Place, answer: HttpResponse) -> bool:
        """Behind a door that is open to her there is nothing of that id; at the others she is asked to sign in."""
        if place.door in self.doors:
            return answer.status_code in NOT_THERE
        is_sent_to_sign_in = answer.status_code == 302 and SIGN_IN.match(answer["Location"])
        return bool(is_sent_to_sign_in) or answer.status_code in SHUT


def browser_of(business: Business, user: User | None = None, *, host: str = "") -> Browser:
    """She shows her token at both faces, whichever it was given at."""
    browser = Browser(HTTP_HOST=host or business.host, raise_request_exception=True)
    if user is not None:
        with scope(business):
            _session, token = Session.objects.open(user, remember=True)
        browser.cookies[DESK.name] = browser.cookies[PORTAL.name] = token
    return browser


def desk_of(person: Person, *, host: str = "") -> Browser:
    return browser_of(person.business, person.member.user, host=host)


def walk(walker: Walker, two_businesses: TwoBusinesses, places: Iterable[Place]) -> int:
    """Asserts at each place that she is turned away, that ids change nothing about it, and that nothing is written."""
    browser, foreign, unknown, count = walker.enters(two_businesses), two_businesses[walker.tries].owned, nothing(), 0
    ids = (*foreign.values(), *unknown.values())
    for place in filter(walker.goes_to, places):
        pairs = list(zip(place.addresses(foreign), place.addresses(unknown), strict=True))
        with nothing_written(f"{walker} at {place.template}"):
            for method, (there, nowhere) in product(walker.methods, pairs if place.door in walker.doors else pairs[:1]):
                ask, count = getattr(browser, method), count + 1
                tried = ask(there, follow=bool(place.token))
                expected = ask(nowhere, follow=bool(place.token)) if nowhere != there else tried
                where = f"{walker}: {method.upper()} {there}"
                assert essence(tried, ids) == essence(expected, ids), f"{where} says more than an id that nobody has"
                assert walker.is_turned_away(place, tried), f"{where} answers {tried.status_code}"
    return count


def essence(answer: HttpResponse, ids: Iterable[object]) -> tuple[int, bytes]:
    """The answer byte for byte, but for form tokens, which are masked anew each time, and for the ids asked with."""
    headers = [f"{name}: {value}" for name, value in sorted(answer.items())]
    cookies = [f"{name}={one.value}" for name, one in sorted(answer.cookies.items()) if name != CSRF_COOKIE]
    whole = "\n".join((*headers, *cookies)).encode() + told(answer)
    for value in sorted(map(str, ids), key=len, reverse=True):
        whole = whole.replace(value.encode(), b"{id}")
    return answer.status_code, whole


def told(answer: HttpResponse) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else FORM_TOKEN.sub(b"", answer.content)


@contextmanager
def nothing_written(where: str) -> Iterator[None]:
    """By PostgreSQL's own count of the rows this transaction has touched, in every table, even if it took them back."""
    before = rows_written()
    yield
    touched = {table for table, count in rows_written().items() if count != before.get(table, 0)}
    assert not touched, f"{where}: a refusal wrote to {', '.join(sorted(touched))}"


def rows_written() -> dict[str, int]:
    """Without the count of a key's requests, which refusals use up too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return {table: count for table, count in cursor.fetchall() if count and table != Allowance._meta.db_table}


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens inside is undone, so that the two businesses stay as they are."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
