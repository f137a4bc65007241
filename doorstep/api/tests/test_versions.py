"""ETag and If-Match: a program does not overwrite what it has not seen."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.accounts.models import ApiKey, Member, Team
from doorstep.api.tests.test_leads import LEADS, MAYA, Ask, asking
from doorstep.clients.tests.telling import at_once
from doorstep.leads.capture import capture
from doorstep.leads.editing import edit, put_tag
from doorstep.leads.models import Field, Lead, Tag
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(house: Team, ann: Member) -> Ask:
    return asking(ApiKey.objects.issue(name="Website", scopes=["leads:read", "leads:write"], team=house, by=ann)[1])


def at(lead: Lead) -> str:
    return f"{LEADS}/{lead.pk}"


def put_vip(lead: Lead, by: Member) -> None:
    put_tag(lead, Tag.objects.named("VIP", team_id=lead.team_id), by=by)


def fill_own(lead: Lead, by: Member) -> None:
    Field.objects.create(key="level", label="Level")
    edit(lead, by=by, fields={"level": "New"})


CHANGES = [
    lambda lead, by: edit(lead, by=by, city="Porto"),
    lambda lead, by: lead.assign_to(by, by=by),
    put_vip,
    fill_own,
]


@pytest.mark.parametrize("change", CHANGES, ids="column assignee tag own".split())
def test_a_change_of_what_was_not_seen_is_refused_with_the_tag_of_what_is(
    ask: Ask, maya: Lead, ann: Member, change: Callable[[Lead, Member], object]
) -> None:
    seen = ask("get", at(maya))["ETag"]
    change(maya, ann)
    refused = ask("patch", at(maya), {"company": "Okonjo Ltd"}, **{"If-Match": seen})
    assert (refused.status_code, refused["Content-Type"]) == (412, "application/problem+json")
    assert refused["ETag"] == ask("get", at(maya))["ETag"] != seen
    assert maya.fresh().company == ""
    saved = ask("patch", at(maya), {"company": "Okonjo Ltd"}, **{"If-Match": refused["ETag"]})
    assert (saved.status_code, maya.fresh().company) == (200, "Okonjo Ltd")
    assert saved["ETag"] == ask("get", at(maya))["ETag"]


@pytest.mark.parametrize(
    ("if_match", "status"),
    [("*", 200), ('"other", {seen}', 200), ("W/{seen}", 412), ("", 412), ("nonsense", 412), ('"other"', 412)],
)
def test_if_match_is_read_as_the_standard_has_it(ask: Ask, maya: Lead, if_match: str, status: int) -> None:
    seen = ask("get", at(maya))["ETag"]
    answer = ask("patch", at(maya), {"city": "Porto"}, **{"If-Match": if_match.format(seen=seen)})
    assert answer.status_code == status


def test_without_if_match_the_last_one_wins_as_before(ask: Ask, maya: Lead, ann: Member) -> None:
    edit(maya, by=ann, city="Porto")
    assert ask("patch", at(maya), {"city": "Faro"}).status_code == 200
    assert maya.fresh().city == "Faro"


def test_a_lead_bears_one_tag_wherever_it_is_given(ask: Ask) -> None:
    made = ask("post", LEADS, {**MAYA, "tags": ["webinar", "VIP", "Zoo"], "birthday": "1990-04-21"})
    address, tag = made["Location"], made["ETag"]
    (listed,) = ask("get", LEADS).json()["leads"]
    assert ask("get", address)["ETag"] == tag == listed["etag"]
    assert ask("get", address)["ETag"] == tag


def test_a_lead_of_another_team_is_unknown_whatever_was_seen(ask: Ask, maya: Lead) -> None:
    unknown = f"{LEADS}/0192aaaa-aaaa-7aaa-baaa-aaaaaaaaaaaa"
    assert ask("patch", unknown, {"city": "Porto"}, **{"If-Match": '"x"'}).status_code == 404


def test_reading_costs_no_query_more_for_its_tag(ask: Ask, maya: Lead) -> None:
    ask("get", at(maya))
    with CaptureQueriesContext(connection) as queries:
        ask("get", at(maya))
    assert len([one for one in queries if "leads_lead" in one["sql"]]) == 2


@pytest.mark.django_db(transaction=True)
def test_of_ten_changes_of_one_version_at_once_one_is_taken(fennmoor: Business) -> None:
    with scope(fennmoor):
        ann = Member.objects.select_related("user", "team").get(user__name="Ann Reyes")
        lead = capture(ann.team, by=ann, name="Maya Okonjo", email="maya.okonjo@example.com")
        _key, secret = ApiKey.objects.issue(name="Website", scopes=["leads:read", "leads:write"], team=ann.team, by=ann)
    seen = asking(secret)("get", at(lead))["ETag"]

    def change(number: int) -> int:
        return int(asking(secret)("patch", at(lead), {"city": f"City {number}"}, **{"If-Match": seen}).status_code)

    answers, _refusals = at_once(fennmoor, [lambda number=number: change(number) for number in range(10)])
    assert sorted(answers) == [200, *[412] * 9]
