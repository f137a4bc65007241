from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from doorstep.accounts.models import Member
from doorstep.leads.figures import Figures, Month
from doorstep.leads.models import Lead
from doorstep.leads.stages import Stage

pytestmark = pytest.mark.django_db
LISBON, AUCKLAND = ZoneInfo("Europe/Lisbon"), ZoneInfo("Pacific/Auckland")
TODAY = date(2026, 11, 19)


def received(lead: Lead, at: datetime) -> None:
    Lead.objects.filter(pk=lead.pk).update(received_at=at)


def test_a_day_is_a_day_of_the_businesss_own_zone(maya: Lead, ann: Member) -> None:
    received(maya, datetime(2026, 11, 18, 23, 30, tzinfo=UTC))
    leads = Lead.objects.visible_to(ann)
    assert Figures(leads, today=TODAY, zone=LISBON).daily("received_at").counts == {date(2026, 11, 18): 1}
    assert Figures(leads, today=TODAY, zone=AUCKLAND).daily("received_at").counts == {date(2026, 11, 19): 1}


def test_the_month_before_counts_up_to_the_same_day(maya: Lead, tomasz: Lead, ann: Member) -> None:
    received(maya, datetime(2026, 10, 19, 12, tzinfo=UTC))
    received(tomasz, datetime(2026, 10, 20, 12, tzinfo=UTC))
    daily = Figures(Lead.objects.visible_to(ann), today=TODAY, zone=LISBON).daily("received_at")
    assert (daily.total, daily.before) == (0, 1)


def test_stages_and_sources_are_of_this_months_leads(maya: Lead, tomasz: Lead, ann: Member) -> None:
    received(maya, datetime(2026, 11, 2, tzinfo=UTC))
    received(tomasz, datetime(2026, 10, 2, tzinfo=UTC))
    figures = Figures(Lead.objects.visible_to(ann), today=TODAY, zone=LISBON)
    assert figures.stages(datetime(2026, 11, 19, tzinfo=UTC))[Stage.NOT_INVITED] == 1
    assert figures.sources(5) == [("Web form", 1)]


@pytest.mark.parametrize(
    ("first", "before", "days"), [(date(2026, 1, 1), date(2025, 12, 1), 31), (date(2028, 2, 1), date(2028, 1, 1), 29)]
)
def test_months_know_their_neighbours_and_their_length(first: date, before: date, days: int) -> None:
    assert (Month(first).before.first, len(Month(first).days)) == (before, days)
