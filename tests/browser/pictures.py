"""The README's pictures, taken from a fresh demo world: `make pictures`."""

import shutil
import signal
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import DESK, PHONE, SWITCHES, installed, sign_in, start, wait_until_it_answers
from tests.ports import free_port
from tests.smtp import smtp_server

INTO = Path(__file__).resolve().parents[2] / "docs" / "images"


def main() -> None:
    INTO.mkdir(parents=True, exist_ok=True)
    home, port = Path(tempfile.mkdtemp(prefix="doorstep-pictures-")), free_port()
    with smtp_server() as (_letters, smtp_port), sync_playwright() as tools:
        house = start(home, port, smtp_port)
        browser = tools.chromium.launch(executable_path=installed(), args=SWITCHES)
        try:
            wait_until_it_answers(f"http://localhost:{port}/health/", house)
            picture_the_desk(browser, f"http://brokerage.localhost:{port}")
            picture_the_portal(browser, f"http://brokerage.localhost:{port}")
        finally:
            browser.close()
            house.send_signal(signal.SIGTERM)
            house.wait(30)
            shutil.rmtree(home, ignore_errors=True)


def picture_the_desk(browser: Browser, house: str) -> None:
    page = browser.new_page(viewport=DESK, device_scale_factor=1, reduced_motion="reduce")
    sign_in(page, f"{house}/desk/sign-in/", "ann@fennmoor.example")
    page.goto(f"{house}/desk/leads/?source=Web+form&source=Referral")
    ticks = page.locator("tbody .check")
    for at in (0, 2, 3):
        ticks.nth(at).click()
    page.screenshot(path=INTO / "desk.png")


def picture_the_portal(browser: Browser, house: str) -> None:
    page = browser.new_page(viewport=PHONE, device_scale_factor=1)
    sign_in(page, f"{house}/portal/sign-in/", "maya.okonjo@example.com")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=INTO / "portal.png")


if __name__ == "__main__":
    main()
