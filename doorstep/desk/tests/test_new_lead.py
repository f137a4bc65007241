"""A lead typed in by hand (requirements 003-10 to 003-12)."""

from html import unescape

import pytest
from django.test import Client

from doorstep.accounts.models import Member
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.models import Lead, LeadType
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db
TYPED = {"name": "Lena Hart", "email": "lena@example.com", "phone": "", "origin": "new", "assignee": ""}


@pytest.fixture
def anns(ann: Member) -> Client:
    return browser_of(ann)


def test_contact_info_and_sales_info_are_one_form(anns: Client, sam: Member) -> None:
    kind = LeadType.objects.get(name="IB")
    sales = {
        "origin": "brought",
        "brought_from": "Ledgerbook",
        "property_interest": "12 Mill Street",
        "search_criteria": "Two rooms",
    }
    more = {
        **sales,
        "referral_source": "A friend",
        "lead_type": kind.pk,
        "assignee": sam.pk,
        "note": "Called twice",
        "source": "Phone",
    }
    answer = anns.post("/desk/leads/new/", {**TYPED, **more})
    lead = Lead.objects.get()
    assert answer.headers["Location"] == f"/desk/leads/{lead.pk}/"
    assert (lead.name, lead.assignee, lead.lead_type, lead.source) == ("Lena Hart", sam, kind, "Phone")
    assert {name: getattr(lead, name) for name in sales} == sales
    assert set(Activity.objects.values_list("kind", flat=True)) == {"lead.captured", "lead.noted"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "lena"}, "There is no @ in it"),
        ({"email": "", "phone": ""}, "No e-mail and no phone. One of them is needed."),
        ({"phone": "123"}, "is not a whole phone number"),
        ({"name": ""}, "Type the person's name"),
        ({"origin": "stolen"}, "Select a valid choice"),
    ],
)
def test_mistakes_stand_beside_the_field_and_nothing_typed_is_lost(
    wrong: dict[str, str], sentence: str, anns: Client
) -> None:
    answer = anns.post("/desk/leads/new/", {**TYPED, "company": "Hart & Co", "search_criteria": "Two rooms", **wrong})
    html = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert sentence in html
    assert "Hart & Co" in html
    assert "Two rooms" in html
    assert not Lead.objects.exists()


@pytest.mark.parametrize("same", [{"email": "Maya.Okonjo@Example.com"}, {"phone": "(202) 555-0143"}])
def test_a_double_is_named_and_can_be_added_anyway(same: dict[str, str], anns: Client, maya: Lead) -> None:
    answer = anns.post("/desk/leads/new/", {**TYPED, **same})
    assert answer.status_code == 409
    assert f"/desk/leads/{maya.pk}/" in answer.content.decode()
    assert Lead.objects.count() == 1
    anns.post("/desk/leads/new/", {**TYPED, **same, "anyway": "yes"})
    assert Lead.objects.count() == 2


def test_a_double_out_of_reach_is_not_given_away(maya: Lead, ann: Member, ines: Member) -> None:
    maya.assign_to(ann, by=ann)
    answer = browser_of(ines).post("/desk/leads/new/", {**TYPED, "email": "maya.okonjo@example.com"})
    assert answer.status_code == 302
