"""The demo's front page, and its shortcuts into each world."""

import re

from django.test import Client as Browser

from doorstep.tenancy.models import Business


def test_where_no_business_lives_the_demo_lists_its_worlds_and_their_people(
    fennmoor: Business, larkfield: Business
) -> None:
    page = Browser(HTTP_HOST="localhost").get("/").content.decode()
    assert "Fennmoor" in page
    assert "http://exchange.localhost/desk/" in page
    assert "ann@fennmoor.example, admin" in page
    assert "Brightwater Solar" in page
    assert "Quillstone" not in page


def test_one_click_brings_in_one_of_the_cast(fennmoor: Business, larkfield: Business) -> None:
    browser = Browser(HTTP_HOST="brokerage.localhost")
    page = browser.get("/desk/sign-in/").content.decode()
    assert "Ann Reyes, admin" in page
    email, password = re.search(
        r'name="email" value="(ann@[^"]+)"><input type="hidden" name="password" value="([^"]+)"', page
    ).groups()
    assert browser.post("/desk/sign-in/", {"email": email, "password": password})["Location"] == "/desk/"


def test_nothing_else_answers_where_no_business_lives(fennmoor: Business, larkfield: Business) -> None:
    browser = Browser(HTTP_HOST="localhost")
    for path in ("/desk/", "/portal/", "/api/v1/leads", "/desk/sign-in/"):
        assert browser.get(path).status_code == 404
