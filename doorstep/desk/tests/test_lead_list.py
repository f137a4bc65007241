"""The list of leads: filters, orders, pages, views, and what it costs."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from html import unescape
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from doorstep.accounts.models import Member, Team
from doorstep.desk.leads import list_page as listing_module
from doorstep.desk.leads import list_reader
from doorstep.desk.leads.sorting import GROUPED, SORTS, keyset
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.choices import Choices
from doorstep.leads.lists.counting import COUNT_TIMEOUT_MS
from doorstep.leads.lists.filters import LeadFilters
from doorstep.leads.models import Lead, LeadTag, LeadType, Status, Tag
from doorstep.leads.models.reach import LeadQuerySet
from doorstep.leads.stages import Stage
from doorstep.leads.tests.crowd import crowd
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 19, 12, tzinfo=UTC)


def page(browser: Client, query: str = "") -> str:
    answer = browser.get(f"/desk/leads/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def names(html: str) -> list[str]:
    return re.findall(r'class="row-link" href="[^"]+" dir="auto" title="([^"]+)"', html)


def ids(html: str) -> list[str]:
    return re.findall(r'name="lead" value="([0-9a-f-]{36})"', html)


def link(html: str, rel: str) -> str:
    found = re.search(rf'href="/desk/leads/(\?[^"]+)" rel="{rel}"', html)
    return found[1] if found else ""


@pytest.fixture
def anns(ann: Member) -> Client:
    return browser_of(ann)


@pytest.mark.parametrize("query", ["", "?q=zzzz"])
def test_the_first_day_says_what_to_do(anns: Client, query: str) -> None:
    html = page(anns, query)
    assert "No leads yet" in html
    assert "/desk/leads/new/" in html


def test_a_stranger_is_asked_to_sign_in(fennmoor: Business) -> None:
    answer = Client(headers={"host": "brokerage.localhost"}).get("/desk/leads/?q=maya")
    assert answer.headers["Location"] == "/desk/sign-in/?next=%2Fdesk%2Fleads%2F%3Fq%3Dmaya"


def test_a_member_sees_hers_and_the_pool(maya: Lead, tomasz: Lead, kofi: Member) -> None:
    assert names(page(browser_of(kofi))) == ["Maya Okonjo"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=okonjo", ["Maya Okonjo"]),
        ("?stage=not_invited&stage=registered", ["Tomasz Bielak", "Maya Okonjo"]),
        ("?stage=prospect", []),
        ("?assigned=nobody", ["Maya Okonjo"]),
        ("?assigned=me", []),
        (f"?assigned={UUID(int=1)}", []),
        (f"?assigned={UUID(int=1)}&tag={UUID(int=1)}&sort=assigned", []),
        ("?source=Search+ad", ["Tomasz Bielak"]),
        ("?source=Search+ad&source=Web+form", ["Tomasz Bielak", "Maya Okonjo"]),
        ("?source=Search+ad&q=okonjo", []),
        ("?received_from=2026-11-19&received_until=2026-11-19", ["Tomasz Bielak", "Maya Okonjo"]),
        ("?received_until=2026-11-18", []),
        ("?stage=nonsense&type=1&received_from=never&tag=x&assigned=them", ["Tomasz Bielak", "Maya Okonjo"]),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_filters(query: str, expected: list[str], anns: Client, maya: Lead, tomasz: Lead) -> None:
    Lead.objects.update(received_at=NOW)
    assert sorted(names(page(anns, query))) == sorted(expected)


def test_filters_by_type_status_tag_and_member(anns: Client, maya: Lead, tomasz: Lead, sam: Member) -> None:
    kind, status = LeadType.objects.get(name="IB"), Status.objects.get(name="Won")
    Lead.objects.filter(pk=maya.pk).update(lead_type=kind, status=status)
    tag = LeadTag.objects.create(lead=maya, tag=Tag.objects.named("VIP", team_id=maya.team_id)).tag
    for query in (f"?type={kind.pk}", f"?status={status.pk}", f"?tag={tag.pk}"):
        assert names(page(anns, query)) == ["Maya Okonjo"]
    assert names(page(anns, f"?assigned={sam.pk}")) == ["Tomasz Bielak"]


def test_a_filter_in_force_is_a_chip_that_can_be_taken_away(anns: Client, maya: Lead) -> None:
    html = page(anns, "?stage=not_invited&source=Web+form&q=maya")
    assert "Remove filter: Stage" in html
    assert 'href="/desk/leads/?q=maya&source=Web+form"' in html
    assert 'href="/desk/leads/?q=maya&stage=not_invited"' in html


def test_an_empty_list_says_what_hides_how_many(anns: Client, maya: Lead) -> None:
    html = page(anns, "?stage=prospect&q=okonjo")
    assert "No lead fits these filters" in html
    assert "1 lead is hidden by “okonjo” and “Stage: Prospect”." in html


def test_a_search_that_finds_nobody_says_so(anns: Client, maya: Lead) -> None:
    assert "No lead fits these filters" in page(anns, "?q=zzzz")


def test_the_invitation_expires_in_the_list_by_the_clock(anns: Client, maya: Lead) -> None:
    now = timezone.now()
    Lead.objects.filter(pk=maya.pk).update(invited_at=now, invitation_expires_at=now + timedelta(hours=1))
    assert names(page(anns, "?stage=invitation_expired")) == []
    with time_machine.travel(now + timedelta(hours=1, seconds=1)):
        assert names(page(anns, "?stage=invitation_expired")) == ["Maya Okonjo"]


def _place(names: list[str], name: str) -> int:
    return names.index(name) if name in names else len(names)


def brute_force(leads: list[Lead], sort: str) -> list[Lead]:
    """The order that the list promises, by sorting everything in Python."""
    types, statuses = [t.name for t in LeadType.objects.all()], [s.name for s in Status.objects.all()]
    people = sorted(m.user.name for m in Member.objects.select_related("user").filter(team=leads[0].team))
    stages = list(Stage)
    keys: dict[str, Callable[[Lead], object]] = {
        "name": lambda lead: (lead.name_key, lead.pk),
        "source": lambda lead: (lead.source, lead.received_at, lead.pk),
        "received": lambda lead: (lead.received_at, lead.pk),
    }
    groups: dict[str, Callable[[Lead], int]] = {
        "stage": lambda lead: stages.index(lead.stage),
        "type": lambda lead: _place(types, lead.lead_type.name if lead.lead_type else ""),
        "status": lambda lead: _place(statuses, lead.status.name if lead.status else ""),
        "assigned": lambda lead: _place(people, lead.assignee.user.name if lead.assignee else ""),
    }
    name, turned = sort.removeprefix("-"), sort.startswith("-")
    if name in keys:
        return sorted(leads, key=keys[name], reverse=turned)
    newest_first = sorted(leads, key=keys["received"], reverse=True)
    if name == "contact":
        contacted = sorted(
            (lead for lead in leads if lead.last_contact_at),
            key=lambda lead: (lead.last_contact_at, lead.received_at, lead.pk),
            reverse=turned,
        )
        return contacted + [lead for lead in newest_first if not lead.last_contact_at]
    return (
        sorted(newest_first, key=groups[name], reverse=turned)
        if not turned
        else sorted(newest_first, key=lambda lead: -groups[name](lead))
    )


@pytest.mark.parametrize(
    "query",
    [{"assigned": ["me", "nobody"]}, {"invited_from": ["2000-01-01"]}, {"registered_from": ["2000-01-01"]}],
)
@pytest.mark.parametrize("sort", GROUPED)
@time_machine.travel(NOW, tick=False)
def test_a_group_that_the_filters_exclude_is_all_that_is_passed_over(
    sort: str, query: dict[str, list[str]], ann: Member
) -> None:
    crowd(70, now=NOW)
    filters = LeadFilters.read(query)
    found = filters.apply(Lead.objects.all(), ann)
    expected = brute_force(list(found.select_related("lead_type", "status", "assignee__user")), sort)
    assert keyset(sort, Choices.of(ann), ann, filters).page(found, size=100).rows == expected != []


GATHERED = [(sort, many) for sort in SORTS for many in (False, True) if sort in GROUPED or not many]


@pytest.mark.parametrize("tagged", [False, True])
@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize(("sort", "many"), GATHERED)
@time_machine.travel(NOW, tick=False)
def test_what_fits_is_gathered_in_the_same_order_as_it_is_walked(
    sort: str, way: str, many: bool, tagged: bool, ann: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`many` are not named one by one."""
    crowd(70, now=NOW)
    tag = Tag.objects.create(name="Trader", team=Team.objects.house())
    LeadTag.objects.bulk_create(LeadTag(lead=lead, tag=tag) for lead in Lead.objects.order_by("pk")[:60])
    filters = LeadFilters(stage=(Stage.NOT_INVITED, Stage.REGISTERED), tag=(tag.pk,) if tagged else ())
    found = filters.apply(Lead.objects.all(), ann)
    expected = brute_force(list(found.select_related("lead_type", "status", "assignee__user")), way + sort)
    if many:
        monkeypatch.setattr(list_reader, "NAMED_AT_MOST", 5)
    far = list_reader.ListReader(filters, ann, None, pytest.fail, LeadQuerySet.all, is_grouped=sort in GROUPED)
    turn = partial(keyset(way + sort, Choices.of(ann), ann, filters).page, found, size=10, read=far.filter_then_sort)
    first = turn()
    assert first.rows == expected[:10]
    assert turn(cursor=first.older).rows == expected[10:20] != []
    assert far.named == (len(expected) if sort in GROUPED and not many else None)


def test_what_was_slow_to_gather_is_not_counted(ann: Member) -> None:
    far = list_reader.ListReader(LeadFilters(), ann, None, pytest.fail, LeadQuerySet.all, is_grouped=False)
    far.sorted_for = COUNT_TIMEOUT_MS + 1.0
    assert far.how_many() is None
    far.named = 7
    assert far.how_many() == 7


@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize("sort", SORTS)
@time_machine.travel(NOW, tick=False)
def test_every_order_turns_pages_without_losing_or_repeating_one(
    sort: str, way: str, ann: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_module, "SIZE", 25)
    crowd(70, now=NOW)
    leads = list(Lead.objects.select_related("lead_type", "status", "assignee__user"))
    expected = [str(lead.pk) for lead in brute_force(leads, way + sort)]
    browser, query, seen, pages = browser_of(ann), f"?sort={way}{sort}", [], []
    while query:
        html = page(browser, query)
        pages.append(ids(html))
        seen += pages[-1]
        query = link(html, "next")
    assert seen == expected
    back = [pages[-1]]
    while query := link(html, "prev"):
        html = page(browser, query)
        back.append(ids(html))
    assert back[::-1] == pages


def test_the_head_says_how_it_is_sorted(anns: Client, maya: Lead) -> None:
    assert re.search(
        r'aria-sort="descending"[^>]*>\s*<a class="sort" href="/desk/leads/\?sort=received">Received', page(anns)
    )
    assert re.search(
        r'aria-sort="ascending"[^>]*>\s*<a class="sort" href="/desk/leads/\?sort=-name">Name', page(anns, "?sort=name")
    )


@pytest.mark.parametrize("cursor", ["nonsense", "WyJvIl0", "WyJvIiwiYWxsIiwieCIsInkiXQ", "%00", "é", "W10"])
def test_a_cursor_that_cannot_be_read_shows_the_first_page(cursor: str, anns: Client, maya: Lead) -> None:
    assert names(page(anns, f"?after={cursor}&at=9999999999999")) == ["Maya Okonjo"]


def test_the_pager_says_where_one_is(ann: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing_module, "SIZE", 10)
    crowd(25, now=timezone.now())
    browser = browser_of(ann)
    first = page(browser)
    assert "1 to 10 of 25" in first
    second = page(browser, link(first, "next"))
    assert "11 to 20 of 25" in second
    assert "1 to 10 of 25" in page(browser, link(second, "prev"))


def test_counts_stop_at_ten_thousand(ann: Member, maya: Lead, tomasz: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doorstep.leads.lists.counting.AT_MOST", 1)
    monkeypatch.setattr("doorstep.desk.shell.AT_MOST", 1)
    assert '<span class="count">1+</span>' in page(browser_of(ann))


def test_the_views_count_what_they_hold(anns: Client, maya: Lead, tomasz: Lead, ann: Member) -> None:
    tomasz.assign_to(ann, by=ann)
    html = re.sub(r"\s+", " ", page(anns))
    assert 'All leads <span class="count">2</span>' in html
    assert 'My leads <span class="count">1</span>' in html
    assert 'Unassigned <span class="count">1</span>' in html


def test_a_list_of_fifty_costs_eight_queries(ann: Member) -> None:
    crowd(120, now=timezone.now())
    browser = browser_of(ann)
    page(browser)
    for query in ("", "?q=example&stage=registered&source=Referral&assigned=me", "?sort=name"):
        with CaptureQueriesContext(connection) as queries:
            page(browser, query)
        asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))]
        assert len(asked) <= 8, "\n".join(asked)


def test_hostile_names_stay_text(anns: Client, ann: Member, maya: Lead) -> None:
    Lead.objects.filter(pk=maya.pk).update(name="<script>alert(1)</script>", source='"><img src=x>')
    raw = anns.get("/desk/leads/").content.decode()
    assert "<script>alert" not in raw
    assert "<img" not in raw
