"""What a buyer's team is not offered, for it would not be taken: the settings of the house, and its clients."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client as Browser

from doorstep.desk.tests.test_conversion import at_desk, member
from doorstep.importing import lifecycle as course
from doorstep.importing import targets
from doorstep.importing.receiving import receive
from doorstep.kit.errors import NotAllowed
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead, Tag
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db


@pytest.fixture
def bea(larkfield: Business) -> Browser:
    return at_desk(larkfield, "Bea", "exchange.localhost")


@pytest.fixture
def lead(larkfield: Business) -> Lead:
    with scope(larkfield):
        return capture(member("Bea").team, by=member("Bea"), name="Lena Sun", email="lena@example.com")


def test_inviting_is_offered_to_the_house_alone(bea: Browser, lead: Lead, larkfield: Business) -> None:
    nora = at_desk(larkfield, "Nora", "exchange.localhost")
    with scope(larkfield):
        capture(member("Nora").team, by=member("Nora"), name="Ola Berg", email="ola@example.com")
    for address, word in (("/desk/leads/", "bulk/invite"), ("/desk/palette?q=invite", "Leads to invite again")):
        assert word in nora.get(address).content.decode()
        assert word not in bea.get(address).content.decode()
    for address in ("/desk/invitations/", f"/desk/leads/bulk/invite/?lead={lead.pk}"):
        assert bea.get(address).status_code == 404


def test_a_buyers_import_adds_no_words_to_the_business(larkfield: Business) -> None:
    content = b"Name,E-mail,Lead type,Margin\nLena Sun,lena@example.com,Boat,12\n"
    with scope(larkfield):
        bea = member("Bea")
        received = receive(ContentFile(content), "people.csv", by=bea)
        mapping = ["name", "email", "lead_type", targets.NEW_FIELD]
        for chosen in ({"mapping": mapping}, {"unknown": {"lead_type": "create"}}):
            course.choose(received, by=bea, **{"mapping": ["name", "email", "lead_type", ""], **chosen})
            with pytest.raises(NotAllowed, match="Only an admin of the business"):
                course.begin(received, by=bea)


def test_nor_does_its_page_offer_to(bea: Browser, larkfield: Business) -> None:
    nora = at_desk(larkfield, "Nora", "exchange.localhost")
    offers = {}
    for name, browser in (("Nora", nora), ("Bea", bea)):
        with scope(larkfield):
            upload = receive(ContentFile(b"Name,Margin\nLena Sun,12\n"), "people.csv", by=member(name))
        address = f"/desk/imports/{upload.pk}/columns/"
        offers[name] = f'value="{targets.NEW_FIELD}"' in browser.get(address).content.decode()
    assert offers == {"Nora": True, "Bea": False}


def test_tags_of_the_house_are_neither_offered_to_a_buyer_nor_found_by_number(
    bea: Browser, lead: Lead, larkfield: Business
) -> None:
    with scope(larkfield):
        houses = Tag.objects.named("Sold twice", team_id=member("Nora").team_id)
        Tag.objects.named("Call back", team_id=lead.team_id)
    dialog = bea.get(f"/desk/leads/bulk/tag/?lead={lead.pk}").content.decode()
    assert ("Call back" in dialog, "Sold twice" in dialog) == (True, False)
    assert bea.post(f"/desk/leads/{lead.pk}/tags/{houses.pk}/removal/").status_code == 404
