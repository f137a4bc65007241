"""What the list asks the database, and how long that takes: the same code as behind the page, without the page."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.test import RequestFactory

from bench.filling import House
from doorstep.accounts.models import Member
from doorstep.desk.leads.list_page import ListPage
from doorstep.tenancy import scope

Execute = Callable[[str, object, bool, dict[str, object]], object]


@dataclass
class Asked:
    """`milliseconds` in the database. `scans` are the plans, where asked for, that read the whole table."""

    milliseconds: float = 0.0
    scans: list[str] = field(default_factory=list)


def list_page(house: House, query: dict[str, str], *, explained: bool = False) -> Asked:
    """The rows of a list and how many there are, as an admin sees them."""
    asked = Asked()
    with scope(house.business):
        member = Member.objects.select_related("user", "team").get(is_admin=True)
        request = RequestFactory().get("/desk/leads/", query)
        request.member = member
        listing = ListPage(request)
        _ = listing.choices, listing.counts
        with _timed(asked):
            _ = listing.page, listing.how_many
        if explained:
            with _explained(asked):
                fresh = ListPage(request)
                _ = fresh.page, fresh.how_many, fresh.counts, fresh.choices
    return asked


@contextmanager
def _timed(asked: Asked) -> Iterator[None]:
    def time_it(execute: Execute, sql: str, params: object, many: bool, context: dict[str, object]) -> object:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            asked.milliseconds += (time.perf_counter() - begun) * 1_000

    with connection.execute_wrapper(time_it):
        yield


@contextmanager
def _explained(asked: Asked) -> Iterator[None]:
    def explain(execute: Execute, sql: str, params: object, many: bool, context: dict[str, object]) -> object:
        if "leads_lead" in sql:
            cursor = context["cursor"]
            execute(f"EXPLAIN (FORMAT JSON) {sql}", params, many, context)
            (told,) = cursor.fetchone()  # type: ignore[attr-defined]
            asked.scans += _scans(told[0]["Plan"] if isinstance(told, list) else json.loads(told)[0]["Plan"])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield


def _scans(plan: dict[str, object]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan" and plan.get("Relation Name") == "leads_lead":
        yield f"Seq Scan, filter {plan.get('Filter')}"
    for below in plan.get("Plans", []):  # type: ignore[attr-defined]
        yield from _scans(below)
