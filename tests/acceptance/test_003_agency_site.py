"""An estate agency's site: a lead typed in by hand."""

from tests.acceptance.acts import names
from tests.acceptance.visitor import Visitor


def test_003_10_brokers_and_agents_create_a_lead_by_hand(ann: Visitor, kofi: Visitor) -> None:
    for member, name in ((ann, "Maya Okonjo"), (kofi, "Tomasz Bielak")):
        member.open("/desk/leads/").follow("New lead")
        member.press("Create lead", {"Name": name, "Phone": "+1 202 555 0143"})
        assert name in names(member.open("/desk/leads/"))


def test_003_11_contact_info_comes_first_and_sales_info_holds_the_rest(ann: Visitor) -> None:
    ann.open("/desk/leads/").follow("New lead")
    sales = {
        "Property": "12 Mill Street",
        "Is this lead new?": "Brought from another program",
        "Search criteria": "Two rooms",
        "Referral source": "A friend",
    }
    ann.press("Create lead", {"Name": "Maya Okonjo", "E-mail": "maya.okonjo@example.com", **sales})
    assert ann.follow("Sales info").sees(*sales.values())


def test_003_12_create_saves(ann: Visitor) -> None:
    ann.open("/desk/leads/").follow("New lead")
    ann.press("Create lead", {"Name": "Maya Okonjo", "E-mail": "maya.okonjo@example.com"})
    assert ann.sees("Maya Okonjo Not invited", "Ann Reyes added this lead")
