"""A new room of the desk registers what it brings, and edits no other room's files."""

from collections.abc import Callable, Iterator
from html import unescape

import pytest
from django.http import HttpRequest
from django.test import Client as Browser

from doorstep.accounts.models import ApiKey, Member
from doorstep.accounts.requests import DeskRequest
from doorstep.accounts.scopes import SCOPES
from doorstep.clients.models import ClientType
from doorstep.clients.registration import create_directly
from doorstep.desk import registries
from doorstep.desk.registries import (
    ClientPage,
    LeadPage,
    PaletteAction,
    PaletteMatch,
    PaletteSearch,
    Panel,
    Registry,
    SettingsPage,
    Tab,
)
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.models import Lead
from doorstep.ui.context import RailLink

pytestmark = pytest.mark.django_db


def places(_request: HttpRequest) -> Iterator[RailLink]:
    yield RailLink("Scratch room", "/desk/scratch/", "square-check")


def entries(_request: HttpRequest) -> Iterator[RailLink]:
    yield RailLink("Scratch thing", "/desk/scratch/new/", "square-check")


def actions(_request: DeskRequest) -> Iterator[PaletteAction]:
    yield PaletteAction("Tidy the scratch room", "/desk/scratch/tidying/", "square-check", "Action")


def matches(search: PaletteSearch) -> Iterator[PaletteMatch]:
    yield PaletteMatch("scratch-1", f"A thing called {search.text}", "/desk/scratch/1/", "Thing", "square-check")


def pages(_request: DeskRequest) -> Iterator[SettingsPage]:
    yield SettingsPage("team", "Scratch settings", "desk:profile", "square-check")


def tabs(_page: LeadPage | ClientPage) -> Iterator[Tab]:
    yield Tab("scratch", "Scratch tab", "/desk/scratch/of/", badge=3)


def panels(_page: LeadPage | ClientPage) -> Iterator[Panel]:
    yield Panel("scratch", "desk/tests/scratch_panel.html", {"words": "Scratch panel"})


@pytest.fixture
def room() -> Iterator[None]:
    registered: list[tuple[Registry, Callable]] = [
        (registries.rail, places),
        (registries.new_entries, entries),
        (registries.palette_actions, actions),
        (registries.palette_matches, matches),
        (registries.settings_pages, pages),
        (registries.lead_tabs, tabs),
        (registries.lead_panels, panels),
        (registries.client_tabs, tabs),
        (registries.client_panels, panels),
    ]
    for registry, finder in registered:
        registry.at(99)(finder)
    yield
    for registry, finder in registered:
        registry.remove(finder)


def html(browser: Browser, path: str, query: str = "") -> str:
    answer = browser.get(path, {"q": query} if query else None)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.usefixtures("room")
def test_a_room_has_its_place_in_the_rail_and_in_new(ann: Member) -> None:
    page = html(browser_of(ann), "/desk/imports/")
    assert 'class="rail-link" href="/desk/scratch/"' in page
    assert 'class="menu-item" href="/desk/scratch/new/"' in page


@pytest.mark.usefixtures("room")
def test_the_palette_finds_a_rooms_actions_and_things(ann: Member) -> None:
    assert "/desk/scratch/tidying/" in html(browser_of(ann), "/desk/palette", "tidy")
    assert "A thing called okonjo" in html(browser_of(ann), "/desk/palette", "okonjo")


@pytest.mark.usefixtures("room")
def test_a_room_has_its_page_in_the_settings(ann: Member) -> None:
    assert "Scratch settings" in html(browser_of(ann), "/desk/settings/")


@pytest.mark.usefixtures("room")
def test_a_lead_has_a_rooms_tab_and_panel(ann: Member, maya: Lead) -> None:
    page = html(browser_of(ann), f"/desk/leads/{maya.pk}/")
    assert '<a href="/desk/scratch/of/">Scratch tab <span class="count">3</span></a>' in page
    assert "<h2>Conversion</h2>" in page
    assert "<h2>Scratch panel</h2>" in page
    assert "/desk/scratch/of/" in html(browser_of(ann), f"/desk/leads/{maya.pk}/sales/")


@pytest.mark.usefixtures("room")
def test_a_client_has_a_rooms_tab_and_panel(ann: Member, maya: Lead, trader: ClientType) -> None:
    client = create_directly(maya, trader, by=ann, name="Maya Okonjo", email="maya@okonjo.example", phone="")
    page = html(browser_of(ann), f"/desk/clients/{client.pk}/")
    assert "/desk/scratch/of/" in page
    assert "<h2>Leads</h2>" in page
    assert "<h2>Scratch panel</h2>" in page


def test_a_key_can_be_made_for_a_scope_that_a_resource_declares(ann: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCOPES, "scratch:read", "Read scratches")
    assert "Read scratches" in html(browser_of(ann), "/desk/settings/keys/")
    key, _secret = ApiKey.objects.issue(name="Program", scopes=["scratch:read"], team=ann.team, by=ann)
    assert key.abilities == ["Read scratches"]


def test_without_the_room_none_of_it_shows(ann: Member, maya: Lead) -> None:
    for path in ("/desk/imports/", "/desk/settings/", f"/desk/leads/{maya.pk}/"):
        assert "scratch" not in html(browser_of(ann), path).casefold()
