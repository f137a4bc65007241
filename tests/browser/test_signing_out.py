"""Whoever sits down at the machine after somebody who signed out finds nothing of hers, not even by Back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser.conftest import Running, sign_in, sign_out

pytestmark = pytest.mark.xdist_group("house")
WITHOUT_IT = ["--disable-back-forward-cache"]  # Playwright's own switch; people's browsers have that cache


@pytest.fixture
def window(browser_type: BrowserType, browser_type_launch_args: dict[str, object], browser: Browser) -> Iterator[Page]:
    """With the cache from which Back shows whole pages as they were left."""
    with browser_type.launch(**browser_type_launch_args, ignore_default_args=WITHOUT_IT) as like_at_home:  # type: ignore[arg-type]
        yield like_at_home.new_page()


@pytest.mark.parametrize(
    ("face", "email", "pages"),
    [
        ("desk", "ann@fennmoor.example", ("/desk/leads/", "/desk/clients/")),
        ("portal", "maya.okonjo@example.com", ("/portal/history/", "/portal/you/")),
    ],
)
def test_back_shows_nothing_after_signing_out(
    window: Page, running: Running, face: str, email: str, pages: tuple[str, str]
) -> None:
    sign_in(window, running.url("brokerage", f"/{face}/"), email)
    for path in pages:
        window.goto(running.url("brokerage", path))
    sign_out(window)
    for _page in pages:
        window.go_back()
        expect(window).to_have_url(re.compile(f"/{face}/sign-in/"))
        expect(window.get_by_label("Password", exact=True)).to_be_visible()
