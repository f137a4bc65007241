"""The look, measured: /ui/ has no accessibility fault, nothing wider than the window, no target under 24 px."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, PHONE, Running
from tests.browser.faults import faults

pytestmark = pytest.mark.xdist_group("house")

PAIRS = [(DESK, "light", "desk"), (DESK, "dark", "portal"), (PHONE, "dark", "desk"), (PHONE, "light", "portal")]


# Every pair of width, scheme and face; all eight would take a minute more and have never differed.
@pytest.mark.parametrize(("size", "scheme", "face"), PAIRS, ids=["1280-light", "1280-dark", "390-dark", "390-light"])
def test_the_gallery_has_no_fault(browser: Browser, running: Running, size: dict, scheme: str, face: str) -> None:
    is_phone = size is PHONE
    context = browser.new_context(
        viewport=size, color_scheme=scheme, has_touch=is_phone, is_mobile=is_phone, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(running.url("brokerage", f"/ui/?face={face}"))
    assert faults(page) == []
    context.close()


@pytest.fixture
def parts(at_the_desk: Page, running: Running) -> Page:
    at_the_desk.goto(running.url("brokerage", "/ui/"))
    return at_the_desk


def test_no_rule_of_the_content_policy_is_broken(at_the_desk: Page, running: Running) -> None:
    complaints: list[str] = []
    at_the_desk.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    at_the_desk.goto(running.url("brokerage", "/ui/"))
    at_the_desk.wait_for_load_state("networkidle")
    assert complaints == []


def test_shift_chooses_a_range_and_the_bar_says_how_many(parts: Page) -> None:
    boxes = parts.locator("row-selection tbody .check")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    assert boxes.nth(1).is_checked()
    assert parts.locator(".bulkbar-count").inner_text() == "3 selected"
    assert parts.locator("[data-all]").is_checked()


def test_a_list_works_by_keys_alone(parts: Page) -> None:
    parts.keyboard.press("j")
    parts.keyboard.press("x")
    parts.keyboard.press("j")
    parts.keyboard.press("j")
    parts.keyboard.press("Shift+X")
    assert parts.locator(".bulkbar-count").inner_text() == "3 selected"
    parts.keyboard.press("Escape")
    assert not parts.locator(".bulkbar").is_visible()
    parts.keyboard.press("/")
    parts.keyboard.type("jxo")
    assert parts.locator("[data-search]").input_value() == "jxo"


def test_a_question_mark_shows_the_keys(parts: Page) -> None:
    parts.keyboard.press("?")
    assert parts.locator("#keyboard-help").is_visible()
    parts.keyboard.press("Escape")
    assert not parts.locator("#keyboard-help").is_visible()


def test_a_dialog_keeps_the_focus_and_escape_closes_it(parts: Page) -> None:
    parts.locator("dialog-opener[for=gallery-confirm] button").click()
    dialog = parts.locator("#gallery-confirm")
    assert dialog.get_by_role("button", name="Keep her").evaluate("e => e === document.activeElement")
    parts.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_what_is_written_survives_a_reload(parts: Page) -> None:
    parts.locator(".composer textarea").fill("Prefers mornings")
    parts.reload()
    assert parts.locator(".composer textarea").input_value() == "Prefers mornings"


def test_a_kind_of_the_composer_brings_its_own_fields(parts: Page) -> None:
    assert not parts.get_by_label("Subject").is_visible()
    parts.locator(".composer").get_by_role("radio", name="E-mail").check()
    assert parts.get_by_label("Subject").is_visible()
    assert parts.get_by_role("button", name="Send e-mail").is_visible()


def test_a_password_can_be_looked_at(parts: Page) -> None:
    field = parts.locator("#g-password")
    parts.locator("button[aria-controls=g-password]").click()
    assert field.get_attribute("type") == "text"
    parts.locator("button[aria-controls=g-password]").click()
    assert field.get_attribute("type") == "password"


def test_dark_is_kept_and_drawn_by_the_server(parts: Page) -> None:
    parts.locator(".rail button[popovertarget=account-menu]").click()
    parts.get_by_role("radio", name="Dark").check()
    parts.reload()
    assert parts.locator("html").get_attribute("data-theme") == "dark"


def test_a_toast_that_can_be_undone_stays_until_closed(parts: Page) -> None:
    parts.evaluate("document.dispatchEvent(new CustomEvent('htmx:sendError'))")
    toast = parts.locator("#toasts > .toast")
    assert "No connection" in toast.inner_text()
    toast.get_by_role("button", name="Close").click()
    assert toast.count() == 0


def test_the_code_counts_down_by_its_own_clock(parts: Page) -> None:
    before = parts.locator("[data-left]").inner_text()
    parts.wait_for_function("before => document.querySelector('[data-left]').textContent !== before", arg=before)
