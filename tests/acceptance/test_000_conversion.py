"""A broker's back office: the conversion tab."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.acceptance.acts import EXITS, PASSWORD, invite, offered_exits, sign_up, type_code
from tests.acceptance.visitor import Visitor

MAYA = "maya.okonjo@example.com"


@pytest.fixture
def noor(visitor: Visitor) -> Visitor:
    """A client already."""
    return sign_up(visitor, "Noor Haddad", "noor@example.com")


def register(visitor: Visitor) -> Visitor:
    """By the link in the mail."""
    visitor.open_newest_mail(MAYA).follow("Follow its link").press("Send me a code", {"Password": PASSWORD})
    return type_code(visitor, MAYA)


def test_000_01_the_conversion_tab_shows_the_portal_status(ann: Visitor, maya: str, visitor: Visitor) -> None:
    assert ann.open(maya).sees("Conversion Portal status Unregistered")
    sign_up(visitor, "Maya Okonjo", MAYA)
    assert ann.open(maya).sees("Conversion Portal status Registered")


def test_000_02_a_registered_lead_has_no_quick_actions(ann: Visitor, maya: str, visitor: Visitor) -> None:
    assert offered_exits(ann, maya) == list(EXITS)
    sign_up(visitor, "Maya Okonjo", MAYA)
    assert offered_exits(ann, maya) == []


def test_000_03_the_registration_email_is_of_the_type_chosen_and_confirmed(
    ann: Visitor, maya: str, visitor: Visitor
) -> None:
    assert ann.open(maya).sees("Client type Trader IB", f"A fresh link goes to {MAYA}")
    ann.press("Send registration e-mail", {"Client type": "IB"})
    assert ann.sees(f"The registration e-mail is on its way to {MAYA}.")
    assert visitor.open_newest_mail(MAYA).sees("your personal link to open your account as IB")
    invite(ann, maya, "Trader")
    assert visitor.open_newest_mail(MAYA).sees("your personal link to open your account as Trader")


def test_000_04_the_link_in_the_email_leads_to_the_registration_page(ann: Visitor, maya: str, visitor: Visitor) -> None:
    invite(ann, maya, "IB")
    visitor.open_newest_mail(MAYA).follow("Follow its link")
    assert visitor.sees("Make your account", "You were invited by Ann Reyes as IB")
    assert visitor.fields("Send me a code") == {"Full name": "Maya Okonjo", "E-mail": MAYA, "Password": ""}


def test_000_05_registering_turns_the_status_by_itself(ann: Visitor, maya: str, visitor: Visitor) -> None:
    invite(ann, maya, "IB")
    register(visitor)
    assert visitor.sees("Your client number is C-10001.")
    assert ann.open(maya).sees("Portal status Registered", "Client type IB How By the link in the e-mail")


def test_000_06_last_email_sent_tells_when(ann: Visitor, maya: str) -> None:
    assert ann.open(maya).sees("Last e-mail sent Never")
    with time_machine.travel(timezone.now() - timedelta(minutes=5)):
        assert invite(ann, maya).sees("Last e-mail sent Just now")
    assert ann.open(maya).sees("Last e-mail sent 5 min ago")
    assert invite(ann, maya).sees("Last e-mail sent Just now")


def test_000_07_the_account_form_is_filled_from_the_lead_and_asks_for_what_it_needs(ann: Visitor, maya: str) -> None:
    form = ann.open(maya).follow("Fill in the account form").fields("Create portal account")
    assert form == {"Full name": "Maya Okonjo", "E-mail": MAYA, "Phone": "+1 202 555 0143"}
    assert ann.sees("Client type Trader IB")
    ann.press("Create portal account", {"Client type": "IB", "Full name": ""})
    assert ann.sees("Type the person's name")
    ann.press("Create portal account", {"Full name": "Maya Okonjo"})
    assert ann.sees("Maya Okonjo is client C-10001 now.", "Client type IB")


def test_000_08_after_creation_the_lead_is_registered_without_actions(ann: Visitor, maya: str) -> None:
    ann.open(maya).follow("Fill in the account form").press("Create portal account", {"Client type": "Trader"})
    assert ann.open(maya).sees("Portal status Registered")
    assert offered_exits(ann, maya) == []


def test_000_09_a_lead_is_bound_to_a_client_by_id_or_address_once_confirmed(
    ann: Visitor, maya: str, noor: Visitor
) -> None:
    for asked in ("C-10001", "noor@example.com"):
        ann.open(maya).press("Find client", {"Client number or e-mail": asked})
        assert ann.sees("Noor Haddad", "The lead Maya Okonjo becomes Registered as client C-10001")
    assert ann.press("Bind to C-10001").sees("Maya Okonjo is bound to Noor Haddad, C-10001.")


def test_000_10_after_binding_the_lead_is_registered_without_actions(ann: Visitor, maya: str, noor: Visitor) -> None:
    ann.open(maya).press("Find client", {"Client number or e-mail": "C-10001"}).press("Bind to C-10001")
    assert ann.open(maya).sees("Portal status Registered")
    assert offered_exits(ann, maya) == []
