import pytest
from django.db import connection
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.leads.lists import counting
from doorstep.leads.lists.counting import count_of, counted_in_time, counts_of
from doorstep.leads.lists.filters import ME, NOBODY, LeadFilters
from doorstep.leads.models import Lead
from doorstep.leads.stages import Stage
from doorstep.leads.tests.crowd import crowd

pytestmark = pytest.mark.django_db
LISTS = {
    "all": LeadFilters(),
    "mine": LeadFilters(assigned=(ME,)),
    "nobody's": LeadFilters(assigned=(NOBODY,)),
    "sent": LeadFilters(stage=(Stage.INVITATION_SENT,)),
    "found": LeadFilters(q="example.com"),
}


@pytest.mark.usefixtures("house")
def test_everybody_counts_what_they_see(ann: Member, sam: Member, kofi: Member) -> None:
    crowd(90, now=timezone.now())
    for member in (ann, sam, kofi):
        seen = {name: filters.apply(Lead.objects.all(), member).count() for name, filters in LISTS.items()}
        assert counts_of(LISTS, member=member) == seen


def test_that_there_are_many_is_remembered(
    maya: Lead, tomasz: Lead, ann: Member, sam: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "AT_MOST", 1)
    assert counts_of({"all": LeadFilters()}, member=ann) == {"all": 2}
    tomasz.delete_softly(by=ann)
    assert counts_of({"all": LeadFilters()}, member=ann) == {"all": 2}
    assert counts_of({"all": LeadFilters()}, member=sam) == {"all": 1}


def test_what_is_more_than_a_few_is_not_counted_anew_for_each_page(
    maya: Lead, tomasz: Lead, ann: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where pages are turned: the lists that always stand there are counted anew."""
    everything = LeadFilters(source=("Web form", "Search ad"))
    assert count_of(everything, member=ann) == 2
    tomasz.delete_softly(by=ann)
    assert count_of(everything, member=ann) == 1
    monkeypatch.setattr(counting, "FEW", 0)
    assert count_of(everything, member=ann) == 1
    maya.delete_softly(by=ann)
    assert count_of(everything, member=ann) == 1
    assert counts_of({"these": everything}, member=ann) == {"these": 0}
    assert count_of(everything, member=ann) == 0


def test_counting_that_takes_long_is_given_up_and_the_request_goes_on(maya: Lead, ann: Member) -> None:
    slow = Lead.objects.visible_to(ann).extra(where=["pg_sleep(5) IS NOT NULL"])
    assert counted_in_time(slow, timeout_ms=20) is None
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    assert counted_in_time(Lead.objects.visible_to(ann), timeout_ms=5_000) == 1


@pytest.mark.parametrize(
    ("at_most", "many_for", "a_few_more_for", "counted"),
    [(10, 60.0, -1.0, 1), (10, -1.0, 60.0, 2), (1, 60.0, -1.0, 2), (1, -1.0, 60.0, 1)],
)
def test_many_and_more_than_a_few_are_remembered_each_for_its_own_time(
    at_most: int,
    many_for: float,
    a_few_more_for: float,
    counted: int,
    maya: Lead,
    tomasz: Lead,
    ann: Member,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "FEW", 0)
    monkeypatch.setattr(counting, "AT_MOST", at_most)
    monkeypatch.setattr(counting, "MANY_FOR", many_for)
    monkeypatch.setattr(counting, "MORE_THAN_A_FEW_FOR", a_few_more_for)
    these = LeadFilters(source=("Web form", "Search ad", f"{at_most} {many_for}"))
    assert count_of(these, member=ann) == 2
    tomasz.delete_softly(by=ann)
    assert count_of(these, member=ann) == counted
