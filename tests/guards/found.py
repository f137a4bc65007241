"""Every kind of form and link that somebody comes upon, from page to page."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.test import Client as Browser

from tests.guards.forms import Sending, sendings
from tests.guards.places import places
from tests.guards.two_businesses import Person
from tests.guards.walk import told

_found: dict[str, list[Sending]] = {}  # by whom: to go twice to every page takes long


def found_on_pages(browser: Browser, person: Person, doors: frozenset[str]) -> Iterator[Sending]:
    """Also those of the dialogs that the pages ask for."""
    seen, found = set(), list[Sending]()
    waiting = [page for place in places() if place.door in doors for page in place.addresses(person.owned)]
    waiting = [Sending(address) for address in waiting]
    while waiting:
        asked = waiting.pop()
        page = shown(browser.get(asked.address, asked.body))
        for sending in sendings(page, asked.address):
            if sending.kind not in seen:
                seen.add(sending.kind)
                is_another = sending.method == "get" and bool(sending.fields_with_ids)
                waiting += [sending.saying_own()] if is_another else []
                found.append(sending)
                yield sending
    _found[person.surname] = found


def all_found(browser: Browser, person: Person, doors: frozenset[str]) -> list[Sending]:
    """Of the last walk, whose rows may be gone by now: for who asks what there is."""
    return _found.get(person.surname) or list(found_on_pages(browser, person, doors))


def shown(answer: HttpResponse) -> str:
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return told(answer).decode() if is_page else ""
