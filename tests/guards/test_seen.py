"""Every form that shows what is and changes it carries what was seen: a stale one must not win silently.

The forms are found by walking every page; a new one joins by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.test import Client as Browser
from django.urls import resolve

from doorstep.clients.models import Client
from doorstep.tenancy import scope
from tests.guards.found import shown
from tests.guards.places import places
from tests.guards.two_businesses import Person, TwoBusinesses
from tests.guards.walk import OF_CLIENTS, OF_THE_HOUSE, browser_of, desk_of, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_businesses", "one_moment")]
TYPED = {"text", "email", "tel", "url", "number", "date", "time", "datetime-local", "color", "password"}
# They come filled in and yet overwrite nothing of anybody's.
OVERWRITES_NOTHING = {
    "desk:import-columns": "what comes of it is shown, and may be changed, before anything is written",
    "desk:import-reading": "the same",
    "desk:lead-client": "makes an account, once",
    "desk:lead-entries": "adds a line to the timeline",
    "desk:lead-invitation": "sends a mail",
    "desk:new-lead": "makes a lead",
    "desk:new-user": "makes a user",
}
# What these make is made once, however often they are sent; the others' second time is refused by name or by state.
MADE_ONCE = {"desk:lead-entries", "desk:new-lead", "desk:new-user", "desk:keys"}


@dataclass
class Form:
    """`shows` names the controls that come filled with what is there."""

    address: str
    method: str
    shows: list[str] = field(default_factory=list)
    has_seen: bool = False
    has_once: bool = False

    @property
    def leads_to(self) -> str:
        return resolve(self.address.partition("?")[0]).view_name

    @property
    def may_overwrite(self) -> bool:
        return self.leads_to not in OVERWRITES_NOTHING and not self.leads_to.endswith("-export")


class Reader(HTMLParser):
    def __init__(self, at: str) -> None:
        super().__init__()
        self.at, self.forms = at, list[Form]()
        self.form: Form | None = None
        self.inside = self.text = ""

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in given}
        if tag == "form":
            self.form = Form(attrs.get("action") or self.at, attrs.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None:
            self._control(tag, attrs)

    def handle_data(self, text: str) -> None:
        self.text += text

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.form is not None and self.text.strip():
            self.form.shows.append(self.inside)
        if tag == "form":
            self.form = None

    def _control(self, tag: str, attrs: dict[str, str]) -> None:
        name, kind, value = attrs.get("name", ""), attrs.get("type", "text"), attrs.get("value", "")
        if tag in ("select", "textarea"):
            self.inside, self.text = name, ""
        is_chosen = kind in ("checkbox", "radio") and "checked" in attrs
        is_filled = tag == "input" and (is_chosen or (kind in TYPED and value != ""))
        if is_filled or (tag == "option" and "selected" in attrs and value):
            self.form.shows.append(name or self.inside)
        self.form.has_seen |= name == "seen" and bool(value)
        self.form.has_once |= name == "once"


def forms_on(browser: Browser, person: Person, doors: frozenset[str]) -> Iterator[Form]:
    for place in (place for place in places() if place.door in doors):
        for address in place.addresses(person.owned):
            with taken_back():
                reader = Reader(address)
                reader.feed(shown(browser.get(address)))
            yield from (form for form in reader.forms if form.method == "post")


def of_clients(person: Person) -> Browser:
    with scope(person.business):
        return browser_of(person.business, Client.objects.select_related("user").get(pk=person.owned[Client]).user)


def test_every_form_that_edits_carries_what_was_seen(two_businesses: TwoBusinesses) -> None:
    ann = two_businesses["Ann"]
    found = [*forms_on(desk_of(ann), ann, OF_THE_HOUSE - {"public"})]
    found += forms_on(of_clients(ann), ann, OF_CLIENTS - {"public"})
    blind = {
        f"{form.leads_to}: {', '.join(form.shows)}"
        for form in found
        if form.shows and not form.has_seen and form.may_overwrite
    }
    assert blind == set(), "draw {{ seen(form) }} in it and let its form be Optimistic (doorstep/ui/optimistic.py)"
    assert len({form.address for form in found if form.has_seen}) > 8
    assert {form.leads_to for form in found if form.has_once} == MADE_ONCE


PAGES = {
    '<form method="post"><input name="name" value="Ann"></form>': ["name"],
    '<form method="post"><textarea name="body">Dear</textarea></form>': ["body"],
    '<form method="post"><select name="status"><option value="new" selected>New</option></select></form>': ["status"],
    '<form method="post"><input type="checkbox" name="is_admin" checked></form>': ["is_admin"],
    '<form method="post"><input name="name"><textarea name="body"></textarea></form>': [],
    '<form method="post"><input type="hidden" name="seen" value="name:1"><input name="name" value="Ann"></form>': [
        "name"
    ],
}


@pytest.mark.parametrize("html", PAGES)
def test_the_walk_sees_what_a_form_shows(html: str) -> None:
    reader = Reader("/desk/")
    reader.feed(html)
    assert [(form.shows, form.has_seen) for form in reader.forms] == [(PAGES[html], "seen" in html)]
