"""Who sees which leads. `visible_to` is the only way in."""

import pytest

from doorstep.accounts.models import Member
from doorstep.leads.models import Lead
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db


def seen_by(member: Member) -> set[str]:
    return {lead.first_name for lead in Lead.objects.visible_to(member)}


@pytest.fixture
def shared(maya: Lead, tomasz: Lead, ann: Member, kofi: Member) -> None:
    """Tomasz is Sam's, Maya Kofi's."""
    maya.assign_to(kofi, by=ann)


@pytest.mark.usefixtures("shared")
def test_an_admin_sees_the_whole_team(ann: Member) -> None:
    assert seen_by(ann) == {"Maya", "Tomasz"}


@pytest.mark.usefixtures("shared")
def test_with_view_downline_a_manager_sees_those_below(sam: Member) -> None:
    assert seen_by(sam) == {"Maya", "Tomasz"}


@pytest.mark.usefixtures("shared")
def test_without_view_downline_a_manager_sees_his_own(sam: Member, ann: Member) -> None:
    sam.hide_downline(by=ann)
    assert seen_by(sam.fresh()) == {"Tomasz"}


@pytest.mark.usefixtures("shared")
def test_a_member_sees_neither_those_above_nor_those_beside(kofi: Member, ines: Member) -> None:
    assert seen_by(kofi) == {"Maya"}
    assert seen_by(ines) == set()


def test_the_pool_is_everybodys(maya: Lead, ines: Member, sam: Member) -> None:
    assert seen_by(ines) == seen_by(sam) == {"Maya"}


@pytest.mark.usefixtures("shared")
def test_leads_follow_a_member_who_moves(kofi: Member, sam: Member, ann: Member) -> None:
    kofi.move_under(ann, by=ann)
    assert seen_by(sam) == {"Tomasz"}
    assert seen_by(kofi.fresh()) == {"Maya"}


def test_another_team_of_the_business_sees_nothing(larkfield: Business) -> None:
    from doorstep.leads.capture import capture

    with scope(larkfield):
        nora, bea = (
            Member.objects.select_related("user", "team").get(user__name__startswith=name) for name in ("Nora", "Bea")
        )
        capture(nora.team, by=nora, name="Lena Hart", email="lena@example.com")
        assert seen_by(nora) == {"Lena"}
        assert seen_by(bea) == set()


def test_the_deleted_are_seen_by_nobody_but_can_be_restored_within_reach(
    maya: Lead, ann: Member, kofi: Member, ines: Member
) -> None:
    maya.assign_to(kofi, by=ann)
    maya.delete_softly(by=kofi)
    assert seen_by(ann) == set()
    assert list(Lead.objects.deleted_within_reach_of(kofi)) == [maya]
    assert list(Lead.objects.deleted_within_reach_of(ines)) == []
