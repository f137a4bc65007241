"""A tag is one, however it is typed and however many people type it at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from doorstep.accounts.models import Member, Team
from doorstep.demo.cast import FENNMOOR
from doorstep.demo.houses import build
from doorstep.leads.capture import capture
from doorstep.leads.editing import put_tag, take_tag
from doorstep.leads.models import Lead, LeadTag, Tag
from doorstep.tenancy import scope

MANY = 6


def test_case_and_spaces_make_no_other_tag(house: Team) -> None:
    one, other = (Tag.objects.named(name, team_id=house.pk) for name in ("Call back", "  call   BACK "))
    assert one.pk == other.pk


@pytest.mark.django_db(transaction=True)
def test_the_same_new_tag_typed_by_many_at_once_is_made_once() -> None:
    business = build(FENNMOOR)
    together = Barrier(MANY)

    def type_it(_number: int) -> UUID:
        try:
            with scope(business):
                together.wait(10)
                return Tag.objects.named("Autumn fair", team_id=Team.objects.house().pk).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as people:
        assert len(set(people.map(type_it, range(MANY)))) == 1


def by_index(lead: Lead) -> set[UUID]:
    return set(lead.fresh().tag_ids)


def test_a_lead_bears_its_tags_in_its_own_row_too_whoever_writes_them(maya: Lead, ann: Member) -> None:
    vip, warm, cold = (Tag.objects.named(name, team_id=ann.team_id) for name in ("VIP", "Warm", "Cold"))
    put_tag(maya, vip, by=ann)
    LeadTag.objects.bulk_create([LeadTag(lead=maya, tag=warm), LeadTag(lead=maya, tag=cold)])
    assert by_index(maya) == {vip.pk, warm.pk, cold.pk}
    take_tag(maya, warm, by=ann)
    assert by_index(maya) == {vip.pk, cold.pk}
    LeadTag.objects.filter(lead=maya, tag=cold).update(tag=warm)
    assert by_index(maya) == {vip.pk, warm.pk}
    vip.delete()
    assert by_index(maya) == {warm.pk}


def test_leads_are_found_by_the_same_tags_along_an_index_as_by_any_way(maya: Lead, ann: Member) -> None:
    vip, warm = (Tag.objects.named(name, team_id=ann.team_id) for name in ("VIP", "Warm"))
    put_tag(maya, vip, by=ann)
    for wanted in ([vip.pk], [warm.pk], [vip.pk, warm.pk], []):
        assert list(Lead.objects.tagged_by_index(wanted)) == list(Lead.objects.tagged(wanted))


@pytest.mark.django_db(transaction=True)
def test_two_who_tag_one_lead_at_once_lose_neither_tag() -> None:
    business = build(FENNMOOR)
    with scope(business):
        ann = Member.objects.select_related("team").get(user__name="Ann Reyes")
        lead = capture(ann.team, by=ann, name="Maya Okonjo", email="maya@letters.example")
        tags = [Tag.objects.named(f"Tag {number}", team_id=ann.team_id) for number in range(MANY)]
    together = Barrier(MANY)

    def put(tag: Tag) -> None:
        try:
            with scope(business):
                together.wait(10)
                put_tag(lead, tag, by=ann)
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(put, tags))
    with scope(business):
        assert by_index(lead) == {tag.pk for tag in tags}


def test_a_lead_that_others_than_django_write_begins_without_tags(maya: Lead) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE leads_lead SET tag_ids = DEFAULT WHERE id = %s", [maya.pk])
    assert maya.fresh().tag_ids == []
