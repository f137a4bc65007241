"""The pages themselves, with the demo's people: nothing that axe finds, nothing too wide, nothing too small to hit."""

from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import DESK, PHONE, Running, sign_in
from tests.browser.faults import faults

pytestmark = pytest.mark.xdist_group("house")

OF_THE_DESK = (
    "/desk/", "/desk/leads/", "/desk/leads/new/", "/desk/invitations/", "/desk/clients/", "/desk/imports/",
    "/desk/work/", "/desk/settings/users/", "/desk/settings/business/", "/desk/settings/mail/",
    "/desk/settings/lead-types/", "/desk/settings/held-back/", "/desk/settings/keys/", "/desk/settings/security/",
)  # fmt: skip
OF_THE_PORTAL = ("/portal/", "/portal/history/", "/portal/you/")
OPEN_TO_ALL = ("/desk/sign-in/", "/portal/sign-in/", "/portal/sign-up/", "/dev/mail/", "/api/v1/docs")
WINDOWS = {"1280 light": (DESK, "light"), "390 dark": (PHONE, "dark")}


@pytest.fixture(params=WINDOWS, scope="module")
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    size, scheme = WINDOWS[request.param]
    is_phone = size is PHONE
    context = browser.new_context(
        viewport=size, color_scheme=scheme, has_touch=is_phone, is_mobile=is_phone, reduced_motion="reduce"
    )
    yield context
    context.close()


def test_the_pages_that_are_open_to_all_have_no_fault(window: BrowserContext, running: Running) -> None:
    page = window.new_page()
    assert found(page, running, OPEN_TO_ALL) == {}


def test_the_pages_of_the_desk_have_no_fault(window: BrowserContext, running: Running) -> None:
    page = window.new_page()
    sign_in(page, running.url("brokerage", "/desk/"), "ann@fennmoor.example")
    page.goto(running.url("brokerage", "/desk/leads/?stage=invitation_sent"))
    lead = page.locator(".row-link").first.get_attribute("href") or ""
    paths = (*OF_THE_DESK, lead)
    assert found(page, running, paths) == {}


def test_the_pages_of_the_portal_have_no_fault(window: BrowserContext, running: Running) -> None:
    page = window.new_page()
    sign_in(page, running.url("brokerage", "/portal/"), "maya.okonjo@example.com")
    assert found(page, running, OF_THE_PORTAL) == {}


def found(page: Page, running: Running, paths: Iterable[str]) -> dict[str, list[str]]:
    """By page; those without a fault are left out."""
    said = {}
    for path in paths:
        page.goto(running.url("brokerage", path))
        said[path] = faults(page)
    return {path: those for path, those in said.items() if those}
