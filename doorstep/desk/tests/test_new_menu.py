"""*+ New* in the top bar: what can be made, from any page of the desk (requirement 002-28)."""

import re

import pytest

from doorstep.accounts.models import Member
from doorstep.desk.tests.desk_browser import browser_of

pytestmark = pytest.mark.django_db


def entries(member: Member) -> list[str]:
    page = browser_of(member).get("/desk/work/").content.decode()
    found = re.search(r'<div class="menu" id="new-menu" popover>(.*?)</div>', page, re.DOTALL)
    assert found
    return re.findall(r'href="([^"]+)"', found[1])


def test_new_opens_the_forms_from_any_page(ann: Member) -> None:
    assert entries(ann) == ["/desk/leads/new/", "/desk/settings/users/new/", "/desk/imports/"]
    for form in entries(ann):
        assert browser_of(ann).get(form).status_code == 200


def test_only_an_admin_is_offered_a_new_user(kofi: Member) -> None:
    assert entries(kofi) == ["/desk/leads/new/", "/desk/imports/"]


def test_the_form_of_a_new_lead_marks_the_leads_in_the_rail(ann: Member) -> None:
    page = browser_of(ann).get("/desk/leads/new/").content.decode()
    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == ["/desk/leads/"]
