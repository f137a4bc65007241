"""Two who change one lead at the same moment, on real connections: one gets it, or neither loses anything."""

from collections.abc import Callable

import pytest

from doorstep.accounts.models import Member
from doorstep.clients.tests.telling import at_once
from doorstep.kit.errors import Conflict
from doorstep.leads import bulk_steps
from doorstep.leads.bulk import delete_many
from doorstep.leads.capture import capture
from doorstep.leads.chosen import Chosen
from doorstep.leads.editing import edit, put_tag, take_tag
from doorstep.leads.models import Lead, LeadTag, Tag
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, Work
from doorstep.tenancy.steps import take_step
from doorstep.tenancy.work import undo
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


@pytest.fixture
def lead(fennmoor: Business) -> Lead:
    with scope(fennmoor):
        ann = called("Ann Reyes")
        return capture(ann.team, by=ann, name="Maya Okonjo", email="maya.okonjo@example.com")


def called(name: str) -> Member:
    return Member.objects.select_related("user", "team").get(user__name=name)


def house_of(business: Business) -> list[Member]:
    with scope(business):
        return list(Member.objects.enabled().select_related("user", "team").filter(team__is_house=True))


def lines(lead: Lead, kind: str) -> int:
    return Activity.objects.about([lead.pk]).filter(kind=kind).count()


def taking(lead: Lead, member: Member) -> Callable[[], None]:
    """As her page showed it: in the pool."""
    seen = Lead(pk=lead.pk, business=lead.business, team=lead.team, name=lead.name)
    return lambda: seen.assign_to(member, by=member)


def test_of_twenty_who_take_one_lead_one_gets_it_and_the_others_read_who(fennmoor: Business, lead: Lead) -> None:
    people = house_of(fennmoor)
    took, refusals = at_once(fennmoor, [taking(lead, people[number % len(people)]) for number in range(MANY)])
    assert (len(took), len(refusals)) == (1, MANY - 1)
    with scope(fennmoor):
        now = Lead.objects.select_related("assignee__user").get(pk=lead.pk)
        assert all(f"assigned this lead to {now.assignee}" in sentence for sentence in refusals)
        assert (now.assignee_path, lines(lead, "lead.assigned")) == (now.assignee.path, 1)


def test_who_comes_late_reads_who_was_quicker(fennmoor: Business, lead: Lead) -> None:
    with scope(fennmoor):
        sam, kofi = called("Sam Whitlock"), called("Kofi Mensah")
        late = taking(lead, kofi)
        taking(lead, sam)()
        with pytest.raises(Conflict, match="Meanwhile: Sam Whitlock assigned this lead to Sam Whitlock"):
            late()
        assert lead.fresh().assignee == sam


def test_twenty_edits_of_twenty_details_at_once_lose_nothing(fennmoor: Business, lead: Lead) -> None:
    def write(number: int) -> None:
        edit(Lead.objects.get(pk=lead.pk), by=called("Ann Reyes"), fields={f"field_{number}": "yes"})

    _made, refusals = at_once(fennmoor, [lambda number=number: write(number) for number in range(MANY)])
    assert refusals == []
    with scope(fennmoor):
        assert len(lead.fresh().fields) == MANY


def test_each_edit_at_once_tells_what_really_was(fennmoor: Business, lead: Lead) -> None:
    def write(city: str) -> None:
        edit(Lead.objects.get(pk=lead.pk), by=called("Ann Reyes"), city=city)

    at_once(fennmoor, [lambda number=number: write(f"City {number}") for number in range(MANY)])
    with scope(fennmoor):
        told = Activity.objects.about([lead.pk]).filter(kind="lead.edited").order_by("at", "id")
        was, now = (sorted(line.facts[name] for line in told) for name in ("was", "now"))
        assert sorted([*was, lead.fresh().city]) == sorted([*now, "nothing"])


def test_the_last_two_ways_to_reach_a_lead_are_not_both_taken_at_once(fennmoor: Business, lead: Lead) -> None:
    with scope(fennmoor):
        edit(lead, by=called("Ann Reyes"), phone="+1 202 555 0143")

    def clear(name: str) -> list[str]:
        return edit(Lead.objects.get(pk=lead.pk), by=called("Ann Reyes"), **{name: ""})

    made, refusals = at_once(fennmoor, [lambda: clear("email"), lambda: clear("phone")] * 5)
    with scope(fennmoor):
        left = lead.fresh()
        assert bool(left.email) != bool(left.phone)
    assert all("One of them is needed" in sentence for sentence in refusals)
    assert made


@pytest.mark.parametrize("how", [put_tag, take_tag])
def test_a_tag_put_on_or_taken_off_by_twenty_at_once_is_one_line(
    fennmoor: Business, lead: Lead, how: Callable[..., bool]
) -> None:
    with scope(fennmoor):
        tag = Tag.objects.named("Call back", team_id=lead.team_id)
        if how is take_tag:
            LeadTag.objects.create(lead=lead, tag=tag)
    made, refusals = at_once(fennmoor, [lambda: how(lead, tag, by=called("Ann Reyes"))] * MANY)
    assert (made.count(True), refusals) == (1, [])
    with scope(fennmoor):
        assert lines(lead, "lead.tagged" if how is put_tag else "lead.untagged") == 1


def test_deleting_at_once_happens_once_and_so_does_coming_back(fennmoor: Business, lead: Lead) -> None:
    gone, refusals = at_once(fennmoor, [lambda: lead.delete_softly(by=called("Ann Reyes"))] * MANY)
    assert (len(gone), len(refusals)) == (1, MANY - 1)
    assert all("already deleted" in sentence for sentence in refusals)
    back, _refusals = at_once(fennmoor, [lambda: lead.restore(by=called("Ann Reyes"))] * MANY)
    assert back.count(True) == 1
    with scope(fennmoor):
        assert (lines(lead, "lead.deleted"), lines(lead, "lead.restored")) == (1, 1)


def test_a_bulk_action_is_undone_once_however_often_one_clicks(fennmoor: Business, lead: Lead) -> None:
    with scope(fennmoor):
        work = delete_many(Chosen(lead_ids=(str(lead.pk),)), by=called("Ann Reyes"))
    for _step in range(3):
        with scope(fennmoor):
            take_step(work.pk, bulk_steps.step)
    undone, refusals = at_once(fennmoor, [lambda: undo(Work.objects.get(pk=work.pk), by=called("Ann Reyes"))] * MANY)
    assert (len(undone), len(refusals)) == (1, MANY - 1)
