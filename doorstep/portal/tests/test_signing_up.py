from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from doorstep.accounts.models import User
from doorstep.accounts.throttle import Visitor
from doorstep.clients.models import Client
from doorstep.clients.signing_up import begin
from doorstep.portal.tests.telling import PASSWORD, browser, code_in, fill_in, newest_mail, sign_up, without_tokens
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, BusinessProfile

pytestmark = pytest.mark.django_db
MAYA = "maya.okonjo@example.com"


def test_name_email_password_and_a_code_lead_into_the_portal(fennmoor: Business) -> None:
    visitor = browser()
    assert visitor.get("/portal/sign-up/").status_code == 200
    asked = fill_in(visitor, MAYA)
    assert asked.headers["Location"] == "/portal/code/"
    assert "We sent six digits" in visitor.get("/portal/code/").content.decode()
    entered = visitor.post("/portal/code/", {"code": code_in(newest_mail(fennmoor, MAYA))})
    assert entered.headers["Location"] == "/portal/"
    assert "Maya" in visitor.get("/portal/").content.decode()


def test_afterwards_the_chosen_password_opens_the_portal(fennmoor: Business) -> None:
    sign_up(browser(), fennmoor, MAYA)
    visitor = browser()
    assert visitor.post("/portal/sign-in/", {"email": MAYA, "password": PASSWORD}).headers["Location"] == "/portal/"


def test_the_code_cookie_is_kept_from_scripts_and_says_nothing(fennmoor: Business) -> None:
    cookie = fill_in(browser(), MAYA).cookies["doorstep-sign-up"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value) >= 43


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Type your name"),
        ("email", "maya.okonjo@example", "The address stops after “example”. Add the ending, such as .com."),
        ("password", "short", "too short"),
        ("password", "maya okonjo", "too much like your name"),
        ("password", MAYA, "too much like your name or e-mail address"),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_the_rest_is_kept(
    field: str, typed: str, said: str, fennmoor: Business
) -> None:
    answer = browser().post(
        "/portal/sign-up/", {"name": "Maya Okonjo", "email": MAYA, "password": PASSWORD, field: typed}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Maya Okonjo" in page or field == "name"


def test_a_wrong_code_is_told_and_four_tries_are_left(fennmoor: Business) -> None:
    visitor = browser()
    fill_in(visitor, MAYA)
    right = code_in(newest_mail(fennmoor, MAYA))
    answer = visitor.post("/portal/code/", {"code": f"{(int(right) + 1) % 10**6:06}"})
    assert answer.status_code == 422
    assert "You can try 4 more times" in answer.content.decode()
    assert visitor.post("/portal/code/", {"code": right}).status_code == 302


def test_a_code_that_was_tried_too_often_counts_no_seconds_and_a_new_one_is_announced(fennmoor: Business) -> None:
    visitor = browser()
    fill_in(visitor, MAYA)
    wrong = {"code": f"{(int(code_in(newest_mail(fennmoor, MAYA))) + 1) % 10**6:06}"}
    pages = [visitor.post("/portal/code/", wrong).content.decode() for _try in range(5)]
    assert ["<count-down" in page for page in pages] == [True] * 4 + [False]
    again = visitor.post("/portal/code/another/", follow=True).content.decode()
    assert "A new code is on its way." in again
    assert "<count-down" in again


def test_a_code_past_its_fifteen_minutes_asks_for_a_new_one(fennmoor: Business) -> None:
    visitor = browser()
    fill_in(visitor, MAYA)
    right = code_in(newest_mail(fennmoor, MAYA))
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert "no longer good" in visitor.post("/portal/code/", {"code": right}).content.decode()
        visitor.post("/portal/code/another/")
        assert visitor.post("/portal/code/", {"code": code_in(newest_mail(fennmoor, MAYA))}).status_code == 302


def test_another_address_can_be_typed(fennmoor: Business) -> None:
    visitor = browser()
    fill_in(visitor, "typo@example.com")
    assert "/portal/sign-up/" in visitor.get("/portal/code/").content.decode()
    sign_up(visitor, fennmoor, MAYA)
    with scope(fennmoor):
        assert Client.objects.get().user.email == MAYA
        assert not User.objects.called("typo@example.com").exists()


def test_known_and_unknown_addresses_get_the_same_page(fennmoor: Business) -> None:
    sign_up(browser(), fennmoor, MAYA)
    pages = {}
    for address in (MAYA, "nobody.knows@example.com"):
        visitor = browser()
        asked = fill_in(visitor, address)
        page = without_tokens(visitor.get("/portal/code/"))
        for part in address.split("@"):
            page = page.replace(part, "…")
        pages[address] = (asked.status_code, asked.headers["Location"], page)
    assert pages[MAYA] == pages["nobody.knows@example.com"]


def test_with_duplicates_allowed_each_registration_is_an_account_of_its_own(fennmoor: Business) -> None:
    with scope(fennmoor):
        BusinessProfile.objects.update(allow_duplicate_contact=True)
    sign_up(browser(), fennmoor, MAYA)
    sign_up(browser(), fennmoor, MAYA)
    with scope(fennmoor):
        assert [client.client_number for client in Client.objects.order_by("number")] == ["C-10001", "C-10002"]


def test_somebody_who_asks_too_often_is_told_to_open_the_last_mail(fennmoor: Business) -> None:
    with scope(fennmoor):
        for place in range(5):
            begin(name="Maya", password=PASSWORD, by=Visitor(MAYA, f"203.0.113.{place}"))
    answer = fill_in(browser(), MAYA)
    assert answer.status_code == 422
    assert "Press the button in the newest one on this device" in answer.content.decode()


def test_the_code_page_without_a_code_leads_back(fennmoor: Business) -> None:
    assert browser().get("/portal/code/").headers["Location"] == "/portal/sign-up/"
    assert browser().post("/portal/code/another/").headers["Location"] == "/portal/sign-up/"
