"""Whoever sits down at the machine after somebody who signed out finds nothing of hers, not even by Back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Running, sign_in, sign_out

pytestmark = pytest.mark.xdist_group("house")
BYTES_SENT = "performance.getEntriesByType('navigation')[0].transferSize"


@pytest.mark.parametrize(
    ("face", "email", "pages"),
    [
        ("desk", "ann@fennmoor.example", ("/desk/leads/", "/desk/clients/")),
        ("portal", "maya.okonjo@example.com", ("/portal/history/", "/portal/you/")),
    ],
)
def test_back_shows_nothing_after_signing_out(
    at_the_desk: Page, running: Running, face: str, email: str, pages: tuple[str, str]
) -> None:
    window = at_the_desk
    sign_in(window, running.url("brokerage", f"/{face}/"), email)
    for path in pages:
        window.goto(running.url("brokerage", path))
    window.go_back()
    assert window.evaluate(BYTES_SENT) > 0, "the browser had stored the page"
    sign_out(window)
    for _page in pages:
        window.go_back()
        expect(window).to_have_url(re.compile(f"/{face}/sign-in/"))
        expect(window.get_by_label("Password", exact=True)).to_be_visible()


def test_a_note_sent_after_the_session_ended_is_there_again_after_signing_in(
    at_the_desk: Page, running: Running
) -> None:
    window = at_the_desk
    sign_in(window, running.url("brokerage", "/desk/leads/"), "ann@fennmoor.example")
    window.locator(".row-link").first.click()
    window.locator("lead-composer textarea").fill("She asks for the other contract")
    lead = window.url
    window.context.clear_cookies(name=re.compile("doorstep-desk"))
    window.get_by_role("button", name="Save note").click()
    expect(window.get_by_text("You were signed out meanwhile, so nothing was saved.")).to_be_visible()
    sign_in(window, window.url, "ann@fennmoor.example")
    expect(window).to_have_url(lead)
    expect(window.locator("lead-composer textarea")).to_have_value("She asks for the other contract")


def test_a_draft_goes_with_her_who_wrote_it(at_the_desk: Page, running: Running) -> None:
    window = at_the_desk
    sign_in(window, running.url("brokerage", "/desk/leads/"), "ann@fennmoor.example")
    window.locator(".row-link").first.click()
    window.locator("lead-composer textarea").fill("She asks for the other contract")
    drafts = "Object.values({...localStorage})"
    assert window.evaluate(drafts) == ["She asks for the other contract"]
    window.reload()
    expect(window.locator("lead-composer textarea")).to_have_value("She asks for the other contract")
    sign_out(window)
    assert window.evaluate(drafts) == []
