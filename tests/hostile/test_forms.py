"""Every form of every page, filled with what no form expects. New forms join by themselves."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.models import Member, Session, User
from doorstep.accounts.sessions import DESK, PORTAL
from doorstep.clients.models import Client
from doorstep.demo.cast import FENNMOOR
from doorstep.demo.houses import build
from doorstep.demo.world import furnish
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, TenantModel
from tests.guards.names import names_read
from tests.hostile.crawl import Form, Seen, pages, route_of

pytestmark = pytest.mark.django_db
TURNED = "\u202e"  # taken out wherever words come in: where it stands, a door has let something through
LINE = f"one\r\ntwo {TURNED}\x07<x-trap>\"'><x-trap x-trap=1 onclick=1>{{{{7*7}}}}"
NOTHING = f"\0{LINE} %00 %s 9999999999999999999999"
TYPED = {"text": LINE, "search": LINE, "textarea": LINE, "tel": "+1 202 555 0177", "password": "a sentence of mine"}
LINES = [
    (model._meta.db_table, field.column)
    for model in apps.get_models()
    if issubclass(model, TenantModel)
    for field in model._meta.local_concrete_fields
    if type(field) is models.CharField
]


@pytest.fixture
def fennmoor() -> Business:
    business = build(FENNMOOR)
    furnish(business, FENNMOOR, leads=25, now=timezone.now())
    return business


@pytest.fixture
def windows(fennmoor: Business) -> list[tuple[Browser, str]]:
    with scope(fennmoor):
        ann = Member.objects.select_related("user").get(user__name__startswith="Ann ").user
        client = Client.objects.select_related("user").order_by("number").first().user
    return [(browser_of(fennmoor, ann), "/desk/"), (browser_of(fennmoor, client), "/portal/")] + [
        (browser_of(fennmoor, None), start) for start in ("/desk/sign-in/", "/portal/sign-up/")
    ]


def browser_of(business: Business, user: User | None) -> Browser:
    browser = Browser(headers={"host": business.host}, raise_request_exception=False)
    if user is not None:
        with scope(business):
            token = Session.objects.open(user, remember=False)[1]
        browser.cookies[DESK.name] = browser.cookies[PORTAL.name] = token
    return browser


def test_no_form_lets_anything_through_that_is_not_words(windows: list[tuple[Browser, str]]) -> None:
    wrong, known = [], set[tuple[str, tuple[str, ...]]]()
    for browser, start in windows:
        for seen, _answer in pages(browser, start):
            for form in seen.forms:
                if form.method == "post" and form.sign not in known and "sign-out" not in form.action:
                    known.add(form.sign)
                    wrong += list(faults(browser, form))
    assert wrong == []
    assert len(known) > 40, "the crawl has lost its way"


def faults(browser: Browser, form: Form) -> Iterator[str]:
    """Filled as a person could, then as only a program can."""
    for filled in (typed(form), dict.fromkeys(form.as_it_is(), NOTHING)):
        with transaction.atomic():
            answer = browser.post(form.action, filled)
            yield from (f"{form.action} {fault}" for fault in (*wrong_with(form.action, answer), *let_through()))
            transaction.set_rollback(True)


def typed(form: Form) -> dict[str, str]:
    """Addresses whole, so that the form comes as far as it can."""
    words = {one.name: TYPED.get(one.kind, one.value) for one in form.fields}
    return {**words, **{one.name: "maya.hostile@example.com" for one in form.fields if one.kind == "email"}}


def wrong_with(path: str, answer: HttpResponse) -> Iterator[str]:
    if answer.status_code >= 500:
        yield f"answers {answer.status_code}"
    elif not answer.streaming and answer["Content-Type"].startswith("text/html"):
        yield from Seen(path, answer.content.decode()).made_by_words


def let_through() -> Iterator[str]:
    """Tables where the turning mark stands, and one-line columns with a line end."""
    with connection.cursor() as cursor:
        tables = sorted({table for table, _column in LINES})
        found = " UNION ALL ".join(
            f"(SELECT '{table}' FROM {table} t WHERE t::text LIKE %s LIMIT 1)" for table in tables
        )
        cursor.execute(found, [f"%{TURNED}%"] * len(tables))
        yield from (f"is let into {table}" for (table,) in cursor.fetchall())
        found = " UNION ALL ".join(
            f"(SELECT '{table}.{column}' FROM {table} WHERE {column} LIKE %s LIMIT 1)" for table, column in LINES
        )
        cursor.execute(found, ["%\n%"] * len(LINES))
        yield from (f"breaks the line of {column}" for (column,) in cursor.fetchall())


def test_no_parameter_of_an_address_does_anything_but_be_read(windows: list[tuple[Browser, str]]) -> None:
    names = names_read()
    wrong = []
    for browser, start in windows:
        for seen, _answer in pages(browser, start):
            for query in (dict.fromkeys(names, LINE), dict.fromkeys(names, NOTHING)):
                answer = browser.get(seen.path.partition("?")[0], query)
                wrong += [f"{route_of(seen.path)}: {fault}" for fault in wrong_with(seen.path, answer)]
    assert wrong == []
