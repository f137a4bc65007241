"""A page that Django's client has read, in a real browser: for the few stories in which script is the point."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from playwright.sync_api import Page, Route, sync_playwright

from tests.browser.conftest import SWITCHES, installed

T = TypeVar("T")


def in_chromium(address: str, known: Mapping[str, HttpResponse], act: Callable[[Page], T]) -> T:
    """What `act` finds there. `known` are the answers by path; files of the program come from the disk.

    In a thread of its own: Playwright's loop would hide the tests' connection to the database from them.
    """

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if answer := known.get(path):
            route.fulfill(headers=dict(answer.items()), body=b"".join(answer))
        elif file := finders.find(path.removeprefix("/static/")):
            route.fulfill(path=file)
        else:
            route.abort()

    def look() -> T:
        with (
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=installed(), args=SWITCHES) as browser,
        ):
            page = browser.new_page()
            page.route("**", serve)
            page.goto(address)
            return act(page)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(look).result()
