"""Layouts and error pages: they work with nothing around them, and pages are what the person chose and can read."""

import pytest
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from doorstep.ui import context
from doorstep.ui.context import RailGroup, RailLink, with_current

LAYOUTS = ("desk", "portal", "site", "sign", "bare")


def page(layout: str, **variables: object) -> str:
    source = f'{{% extends "layouts/{layout}.html" %}}{{% block title %}}Leads{{% endblock %}}'
    return engines["jinja2"].from_string(source).render(variables)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_needs_nothing_around_it(layout: str) -> None:
    assert "<title>Leads · Doorstep</title>" in page(layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_says_its_language_and_the_way_it_runs(layout: str) -> None:
    assert '<html lang="en" dir="ltr"' in page(layout)
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl"' in page(layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_can_be_skipped_into(layout: str) -> None:
    html = page(layout)
    assert '<a class="skip" href="#main">' in html
    assert 'id="main"' in html


@pytest.mark.parametrize("number", [400, 403, 404, 405, 408, 413, 500, 503])
def test_an_error_page_needs_no_request_and_no_database(number: int) -> None:
    assert "<h1>" in render_to_string(f"ui/{number}.html")


def test_our_own_fault_has_a_number_to_tell() -> None:
    assert "<code>7F3-21C</code>" in render_to_string("ui/500.html", {"number": "7F3-21C"})


def test_a_refusal_says_its_reason_as_text() -> None:
    html = render_to_string("ui/403.html", {"sentence": "Only an admin of <b>Fennmoor</b> may do this."})
    assert "Only an admin of &lt;b&gt;Fennmoor&lt;/b&gt; may do this." in html


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("", ""), ('"><script>', "")])
def test_light_or_dark_is_the_persons_choice_and_nothing_else(cookie: str, theme: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie
    assert context.shell(request)["theme"] == theme


def test_the_current_place_is_the_longest_beginning_of_the_path() -> None:
    places = RailGroup((RailLink("Dashboard", "/desk/", "house"), RailLink("Leads", "/desk/leads/", "users")))
    (group,) = with_current([places], "/desk/leads/42/")
    assert [link.current for link in group.links] == [False, True]


def test_the_account_menu_takes_the_mark_from_no_place() -> None:
    settings = RailGroup((RailLink("Settings", "/desk/settings/", "sliders-horizontal"),), kind="foot")
    account = RailGroup((RailLink("My profile", "/desk/settings/profile/", "user-round"),), kind="account")
    groups = with_current([settings, account], "/desk/settings/profile/")
    assert [link.current for group in groups for link in group.links] == [True, True]


def test_the_places_are_asked_for_only_when_a_page_draws_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[HttpRequest] = []
    monkeypatch.setitem(context.RAILS, "/asked/", lambda request: asked.append(request) or [])
    around = context.shell(RequestFactory().get("/asked/"))
    assert asked == []
    assert list(around["rail"]) == []
    assert len(asked) == 1


def test_a_query_changes_only_what_it_was_asked_to() -> None:
    draw = engines["jinja2"].from_string('{{ with_query(request, sort="name", after=none, tag=["a", "b&c"]) }}').render
    html = draw({}, RequestFactory().get("/", {"q": "ö", "after": "x", "tag": "old"}))
    assert html == "?q=%C3%B6&amp;tag=a&amp;tag=b%26c&amp;sort=name"
