from html import unescape

import pytest
from django.test import Client

from doorstep.accounts.models import Member
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.models import Lead

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def found(browser: Client, typed: str) -> str:
    return unescape(browser.get("/desk/palette", {"q": typed}, headers=HTMX).content.decode())


def test_any_lead_page_and_action_is_found(ann: Member, maya: Lead) -> None:
    browser = browser_of(ann)
    assert f"/desk/leads/{maya.pk}/" in found(browser, "okonjo")
    assert "/desk/leads/new/" in found(browser, "new lead")
    assert 'href="/desk/"' in found(browser, "dash")
    assert "/desk/settings/statuses/" in found(browser, "status")
    assert "Nothing found" in found(browser, "zzz")


def test_only_leads_within_reach_are_found(maya: Lead, ann: Member, ines: Member) -> None:
    maya.assign_to(ann, by=ann)
    assert str(maya.pk) not in found(browser_of(ines), "okonjo")


def test_nothing_typed_offers_pages_and_actions(ann: Member, maya: Lead) -> None:
    html = found(browser_of(ann), "")
    assert "New lead" in html
    assert str(maya.pk) not in html


def test_without_script_it_is_a_page(ann: Member, maya: Lead) -> None:
    assert "Maya Okonjo" in browser_of(ann).get("/desk/palette?q=okonjo").content.decode()
