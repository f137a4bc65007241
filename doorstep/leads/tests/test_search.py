from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import ProgrammingError, connection, transaction

from doorstep.accounts.models import Member, Team
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.tenancy.role import SEARCH_ROLE

pytestmark = pytest.mark.django_db


def found(text: str, member: Member) -> set[str]:
    return {lead.first_name for lead in Lead.objects.search(text, member=member)}


@pytest.mark.parametrize(
    "text",
    [
        *("maya", "MAYA", "okonjo maya", "okon", "maya.okonjo@", "example.com", "web form", "555 0143", "555-0143"),
        *("(202) 555-0143", "+12025550143", "ma", "m", "ok ma"),
    ],
)
def test_every_word_of_a_lead_finds_it(text: str, maya: Lead, ann: Member) -> None:
    assert "Maya" in found(text, ann)


@pytest.mark.parametrize("text", ["zoe", "zoë", "zurich", "Zürich", "creme", "100%", "sw1a"])
def test_accents_and_signs_do_not_matter(text: str, house: Team, ann: Member) -> None:
    capture(
        house,
        by=ann,
        name="Zoë Müller",
        email="z@example.com",
        city="Zürich",
        company="Crème 100%",
        postal_code="SW1A 1AA",
    )
    assert found(text, ann) == {"Zoë"}


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", "maya' OR 1=1", "%%%", "m_ya", "a" * 5_000, "\x00", "   "])
def test_what_is_typed_is_never_more_than_text(text: str, maya: Lead, ann: Member) -> None:
    assert found(text, ann) == set()


def test_a_search_sees_what_the_member_sees(maya: Lead, tomasz: Lead, ann: Member, kofi: Member, sam: Member) -> None:
    maya.assign_to(kofi, by=ann)
    assert found("example.com", ann) == {"Maya", "Tomasz"}
    assert found("example.com", sam) == {"Maya", "Tomasz"}
    assert found("example.com", kofi) == {"Maya"}


def test_a_deleted_lead_is_not_found(maya: Lead, ann: Member) -> None:
    maya.delete_softly(by=ann)
    assert found("maya", ann) == set()


def test_a_neighbour_is_not_found(maya: Lead, ann: Member, larkfield: Business) -> None:
    with scope(larkfield):
        nora = Member.objects.select_related("user", "team").get(user__name="Nora Lindgren")
        capture(nora.team, by=nora, name="Maya Lark", email="maya@lark.example")
        assert found("maya", nora) == {"Maya"}
        assert Lead.objects.search("okonjo", member=nora).count() == 0
    assert Lead.objects.search("lark", member=ann).count() == 0


def test_the_function_takes_the_business_from_the_setting_alone(maya: Lead, ann: Member, larkfield: Business) -> None:
    """Even bare SQL that names a foreign team gets nothing."""
    with scope(larkfield), connection.cursor() as cursor:
        cursor.execute("SELECT lead_search('maya', 10, %s, '', '~')", [ann.team_id])
        assert cursor.fetchall() == []


@contextmanager
def as_the_search_role() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {SEARCH_ROLE}")
        yield
        cursor.execute("RESET ROLE")


def test_the_search_role_reads_the_searched_columns_and_nothing_else(maya: Lead) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        as_the_search_role(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT email FROM leads_lead")


def plan() -> str:
    """By bitmap, as among a million rows; for so few any planner would read them all."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute("EXPLAIN SELECT id FROM leads_lead WHERE searched LIKE '%quackenbush%'")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_the_trigram_index_serves_the_search_role_and_nobody_else(house: Team) -> None:
    """Row-level security keeps it from the application's own role: that is why there is a function."""
    with as_the_search_role():
        assert "leads_searched" in plan()
    assert "searched ~~" not in plan().split("Index Cond")[-1].split("\n")[0]


@pytest.mark.parametrize("text", ["example.com", "okonjo maya", "m", "ma", "555-0143", "ok ma", "%", "maya' OR 1=1"])
def test_what_fits_too_many_to_name_is_found_all_the_same(
    text: str, maya: Lead, tomasz: Lead, ann: Member, kofi: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = [found(text, member) for member in (ann, kofi)]
    monkeypatch.setattr("doorstep.leads.models.reach.NAMED_AT_MOST", 0)
    assert [found(text, member) for member in (ann, kofi)] == named


def test_what_stands_in_most_leads_is_found_among_the_newest(house: Team, ann: Member, kofi: Member) -> None:
    leads = [Lead(team=house, name=f"Crowd {at}", name_key=f"crowd {at}") for at in range(120)]
    Lead.objects.bulk_create(leads)
    Lead.objects.filter(pk__in=[lead.pk for lead in leads[:30]]).update(assignee=ann, assignee_path=ann.path)
    assert Lead.objects.search("crowd", member=ann).count() == 120
    assert Lead.objects.search("crowd", member=kofi).count() == 90
    assert Lead.objects.search("crowd 11", member=ann).count() == 11
