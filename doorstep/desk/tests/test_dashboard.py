from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from django.test import Client

from doorstep.accounts.models import Member
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.models import Lead

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)


def dashboard(member: Member) -> str:
    answer = browser_of(member).get("/desk/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.fixture
def november(maya: Lead, tomasz: Lead) -> None:
    Lead.objects.filter(pk=maya.pk).update(
        received_at=NOON, invited_at=NOON, invitation_expires_at=NOON, registered_at=NOON
    )
    Lead.objects.filter(pk=tomasz.pk).update(received_at=datetime(2026, 10, 25, tzinfo=UTC))


@time_machine.travel(NOON, tick=False)
def test_the_first_day_is_not_a_page_of_zeros(ann: Member) -> None:
    html = dashboard(ann)
    assert "Good afternoon, Ann" in html
    assert "Nothing to count yet" in html
    assert '<svg class="chart"' not in html


@pytest.mark.usefixtures("november")
@time_machine.travel(NOON, tick=False)
def test_this_month_stands_against_the_one_before(ann: Member) -> None:
    assert "19 days into November: 1 lead, 1 more than by this day in October." in dashboard(ann)


@pytest.mark.usefixtures("november")
@time_machine.travel(NOON, tick=False)
def test_every_number_opens_the_list_behind_it(ann: Member) -> None:
    html, browser = dashboard(ann), browser_of(ann)
    month = "registered_from=2026-11-01&registered_until=2026-11-30"
    for query, names in (
        (month, ["Maya Okonjo"]),
        ("received_from=2026-11-19&received_until=2026-11-19", ["Maya Okonjo"]),
        ("received_from=2026-10-25&received_until=2026-10-25", ["Tomasz Bielak"]),
        ("received_from=2026-11-01&received_until=2026-11-30&stage=registered", ["Maya Okonjo"]),
        ("received_from=2026-11-01&received_until=2026-11-30&source=Web+form", ["Maya Okonjo"]),
    ):
        assert f"/desk/leads/?{query}" in html
        listed = browser.get(f"/desk/leads/?{query}").content.decode()
        assert [name for name in ("Maya Okonjo", "Tomasz Bielak") if f'title="{name}"' in listed] == names


@pytest.mark.usefixtures("november")
@time_machine.travel(NOON, tick=False)
def test_a_member_counts_what_she_sees(ines: Member, ann: Member, maya: Lead) -> None:
    maya.fresh().assign_to(ann, by=ann)
    assert "Nothing to count yet" in dashboard(ines)


def test_a_stranger_is_asked_to_sign_in(fennmoor: object) -> None:
    assert Client(headers={"host": "brokerage.localhost"}).get("/desk/").status_code == 302
