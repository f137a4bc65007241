"""A real house: `doorstep run` with its own database, web and worker, a real SMTP server, a real Chromium.

Each module is of the xdist group "house": one worker runs them all, in one house.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import migrated
from tests.ports import free_port
from tests.smtp import Letterbox, smtp_server

BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PASSWORD = "doorstep-demo"  # of everybody in the demo
PATIENCE = 120  # seconds for a fresh home: database, migrations, the demo world


@dataclass
class Running:
    """The house while it stands, and where its processes write what goes wrong."""

    port: int
    letters: Letterbox
    home: Path
    stderr: Path

    def url(self, business: str, path: str = "/") -> str:
        return f"http://{business}.localhost:{self.port}{path}"

    def complaints(self) -> list[str]:
        """Of web, worker and database: in a house where all is well there is none."""
        of_the_database = (self.home / "postgres" / "log").read_text(errors="replace").splitlines()
        return [*self.stderr.read_text(errors="replace").splitlines(), *filter(_is_a_complaint, of_the_database)]


def _is_a_complaint(line: str) -> bool:
    """Else PostgreSQL tells what it does; what stands further in belongs to the line before."""
    return " LOG:  " not in line


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home, port = migrated.home(tmp_path_factory.mktemp("home")), free_port()
    with smtp_server() as (letters, smtp_port):
        stderr = tmp_path_factory.mktemp("said") / "stderr"
        process = start(home, port, smtp_port, stderr)
        try:
            wait_until_it_answers(f"http://localhost:{port}/health/", process)
            yield Running(port, letters, home, stderr)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    shutil.rmtree(home, ignore_errors=True)


def start(home: Path, port: int, smtp_port: int, stderr: Path = Path(os.devnull)) -> subprocess.Popen[bytes]:
    surroundings = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SECRET_KEY")}
    surroundings |= {
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "BASE_URL": f"http://localhost:{port}",
        "DOORSTEP_MODE": "demo",
        "DOORSTEP_HOME": str(home),
    }
    command = [sys.executable, "-m", "doorstep.runtime", "run", "--home", str(home), "--port", str(port)]
    with stderr.open("wb") as written:
        return subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=written)


def wait_until_it_answers(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "doorstep run ended"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer in {PATIENCE} seconds")


def sign_in(page: Page, address: str, email: str) -> None:
    """As one of the demo's people, at an address that asks for it."""
    page.goto(address)
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def sign_out(page: Page) -> None:
    """By the button in the menu behind one's name."""
    page.locator("[popovertarget=account-menu]").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    return {**browser_type_launch_args, "executable_path": installed(), "args": SWITCHES}


def installed() -> str:
    """The path of the browser."""
    found = next(filter(None, map(shutil.which, BROWSERS)), "")
    assert found, "The browser tests need Chromium: apt-get install chromium"
    return found


@pytest.fixture
def at_the_desk(browser: Browser) -> Iterator[Page]:
    """A member's window."""
    yield from _window(browser, viewport=DESK)


@pytest.fixture
def on_a_phone(browser: Browser) -> Iterator[Page]:
    """A client's phone."""
    yield from _window(browser, viewport=PHONE, has_touch=True, is_mobile=True)


def _window(browser: Browser, **options: object) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    yield context.new_page()
    context.close()
    assert faults == [], "scripts on the pages failed"
