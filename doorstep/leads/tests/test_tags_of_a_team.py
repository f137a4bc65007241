"""How a team sorts its leads is its own business."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from doorstep.accounts.models import Member
from doorstep.importing.tests.importer import Importer
from doorstep.kit.ids import uuid7
from doorstep.leads.capture import capture
from doorstep.leads.choices import Choices
from doorstep.leads.editing import put_tag
from doorstep.leads.models import Lead, LeadTag, Tag
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db
OLD, UNUSED = uuid7(), uuid7()


def member(first_name: str) -> Member:
    return Member.objects.select_related("user", "team").get(user__name__startswith=f"{first_name} ")


def lead_of(one: Member) -> Lead:
    return capture(one.team, by=one, name="Lena Sun", email="lena@example.com")


def test_two_teams_have_a_tag_of_one_name_each(larkfield: Business) -> None:
    with scope(larkfield):
        nora, bea = member("Nora"), member("Bea")
        tags = {one.team_id: Tag.objects.named("VIP", team_id=one.team_id) for one in (nora, bea)}
        assert Tag.objects.count() == 2
        for one in (nora, bea):
            assert list(Tag.objects.visible_to(one)) == [tags[one.team_id]]
            assert list(Choices.of(one).tags) == [tags[one.team_id].pk]


def test_the_database_lets_no_lead_bear_a_tag_of_another_team(larkfield: Business) -> None:
    with scope(larkfield):
        nora, bea = member("Nora"), member("Bea")
        lead, foreign = lead_of(bea), Tag.objects.named("Sold twice", team_id=nora.team_id)
        own = LeadTag.objects.create(lead=lead, tag=Tag.objects.named("Sold twice", team_id=bea.team_id))
        for write in (
            lambda: put_tag(lead, foreign, by=nora),
            lambda: LeadTag.objects.bulk_create([LeadTag(lead=lead, tag=foreign)]),
            lambda: LeadTag.objects.filter(pk=own.pk).update(tag=foreign),
        ):
            with pytest.raises(IntegrityError, match="its own team"), transaction.atomic():
                write()


def test_an_imported_tag_is_the_importers_teams(larkfield: Business, tmp_path: Path) -> None:
    with scope(larkfield):
        nora, bea = member("Nora"), member("Bea")
        houses = Tag.objects.named("VIP", team_id=nora.team_id)
        Importer(larkfield, bea, tmp_path)("Name,E-mail,Tags", ["Lena Sun", "lena@example.com", "vip"])
        borne = LeadTag.objects.select_related("tag").get().tag
        assert (borne.team_id, borne.name) == (bea.team_id, "vip")
        assert borne != houses
