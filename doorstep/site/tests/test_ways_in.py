"""No address of a business is a dead end: the bare name, and the address of a button."""

import pytest
from django.test import Client as Browser

from doorstep.accounts.models import Member
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db


def test_the_bare_address_leads_a_member_to_the_desk_and_everybody_else_to_the_portal(ann: Member) -> None:
    assert browser_of(ann).get("/").headers["Location"] == "/desk/"
    assert Browser(headers={"host": ann.business.host}).get("/").headers["Location"] == "/portal/"


def test_opening_the_address_of_a_button_says_so(fennmoor: Business) -> None:
    answer = Browser(headers={"host": fennmoor.host}).get("/portal/sign-out/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "There is no page at this address" in answer.content.decode()


def test_a_machine_that_asks_wrongly_gets_no_page(fennmoor: Business) -> None:
    assert Browser(headers={"host": fennmoor.host}).put("/portal/sign-out/").content == b""
