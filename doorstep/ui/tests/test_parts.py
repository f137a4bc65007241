"""Words stay words: whatever people are called or write, a part has the same tags; and every part is shown in /ui/."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from doorstep.ui import gallery
from doorstep.ui.charts import Count
from doorstep.ui.fields import drawn

TEMPLATES = Path(gallery.__file__).parent / "templates"
PARTS = sorted((TEMPLATES / "parts").glob("*.html"))
VOID = {"area", "br", "circle", "col", "hr", "img", "input", "line", "link", "meta", "path", "polyline", "rect", "wbr"}

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "quotes": '" onmouseover="alert(1)" \' ><',
    "braces": "{{ 7 * 7 }} {% raw %} ${7*7} %(name)s %s {0}",
    "long": "x" * 10_000,
    "turned round": "\u202egnp.exe \u2066 \u200f",
    "empty": " ",
}

SNIPPETS = {
    "button": (
        '{{ button(x, "quiet", "x", name=x, value=x) }}{{ link_button(x, "/") }}{{ icon_button(x, "x") }}'
        '{{ icon_link(x, "/", "x") }}'
    ),
    "chip": "{{ chip(x, title=x) }}{{ stage_chip('registered', x) }}{{ tag(x) }}",
    "avatar": "{{ avatar(x, titled=true) }}{{ person(x) }}{{ mark(x) }}{{ avatars((x, x)) }}",
    "field": (
        "{{ field_with(x, 'n', x, help=x, error=x) }}{{ text_area(x, 'n', x) }}{{ search_field(x, value=x) }}"
        "{{ money_field(x, 'n', x, x) }}"
    ),
    "choice": (
        "{{ check(x, 'n', x, help=x) }}{{ radios(x, 'n', ((x, x),)) }}{{ switch(x, 'n') }}"
        "{{ segments(x, 'n', ((x, x),)) }}{{ select(x, 'n', ((x, x),), x, error=x) }}"
    ),
    "table": (
        "{% call table(x) %}{% call head() %}{{ column(x) }}{% endcall %}{% call body() %}"
        "{% call row({'data-edit': x}) %}{{ check_row('n', x, x) }}{{ row_head(x, '/') }}{% call cell(label=x) %}"
        "{{ x }}{% endcall %}{% endcall %}{% endcall %}{% endcall %}"
    ),
    "filterbar": (
        "{% call filterbar(x, q=x, keep=((x, x),)) %}{{ filter(x, x, '/') }}{% endcall %}"
        "{{ views(((x, '/', 1, true),)) }}"
    ),
    "tabs": "{{ tabs(((x, '/', true),), x) }}{{ sidenav(((x, ((x, '/', true),)),), x) }}",
    "menu": "{% call menu('m') %}{{ menu_link(x, '/') }}{{ menu_title(x) }}{% endcall %}{{ menu_opener('m', x) }}",
    "header": "{% call page_header(x, x) %}{{ x }}{% endcall %}{{ section_header(x, text=x) }}",
    "notice": "{% call notice(x, x) %}{{ x }}{% endcall %}",
    "empty": "{% call empty(x, x) %}{{ x }}{% endcall %}",
    "accordion": (
        "{% call accordion_item(x, 'mail') %}{{ outcome((('mail', x),)) }}{% endcall %}{% call status_line(x) %}{{ x }}"
        "{% endcall %}"
    ),
    "properties": "{{ property(x, x) }}{{ property(x, x, edit_url='/') }}",
    "timeline": (
        "{% call event('mail', ((x, true), (x, false)), when, why=x) %}{{ words(x) }}{% endcall %}{{ timeline_day(x) }}"
    ),
    "composer": "{{ composer('/', ((x, x, 'mail', x, x),), '', text=x, error=x) }}",
    "dialog": (
        "{% call dialog('d', x, x) %}{{ x }}{% endcall %}{{ confirm_dialog('c', x, x, '/', x, '', keep_label=x) }}"
    ),
    "toast": "{{ toast(x, undo_url='/') }}",
    "progress": "{{ progress_line(x, 1, 2, x) }}{{ work_progress(x, 1, 2, '/', note=x) }}",
    "stat": "{{ stat(x, x, '/', x, (1, 2), (x, 'up')) }}",
    "chart": "{{ bar_chart(x, counts, x, x) }}",
    "funnel": "{{ funnel((('registered', x, 1, '/'),)) }}",
    "card": "{{ card_title(x) }}{{ links((('mail', x, x, '/'),)) }}{{ ledger(((x, x),)) }}",
    "agenda": "{{ agenda(((when, x, x, '/', x),)) }}",
    "file": "{{ file_row(x, x, '/') }}{{ drop_zone('n', x, x) }}",
    "steps": "{{ steps((x, x), 2) }}",
    "palette": "{{ palette_option('o', x, '/', x, person=true) }}{{ palette_nothing(x) }}",
    "copy": "{{ copy_link(x, x) }}",
    "password": "{{ password(label=x, help=x, error=x) }}",
    "code": "{{ code_field(label=x, value=x, error=x) }}",
    "topbar": "{{ crumb_list(((x, '/'), (x, '/'))) }}",
    "rail": "{{ rail_team(x, '/') }}{{ rail_person((), x) }}",
    "facebar": "{{ facebar(x, '/', user_name=x) }}",
}


class Structure(HTMLParser):
    """Tags with the names of their attributes, and what is left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text: list[str] = []
        self.values: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _value in attrs)))
        self.values += [value or "" for _name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def macros_of(part: str) -> list[str]:
    return re.findall(r"{% macro (\w+)\(", (TEMPLATES / "parts" / f"{part}.html").read_text())


def draw(part: str, words: str) -> str:
    source = f'{{% from "parts/{part}.html" import {", ".join(macros_of(part))} %}}{SNIPPETS[part]}'
    when = datetime(2026, 11, 19, 12, tzinfo=UTC)
    counts = [Count(words, words, "/", 1, 2)]
    return engines["jinja2"].from_string(source).render({"x": words, "when": when, "counts": counts})


@pytest.mark.parametrize("part", SNIPPETS)
@pytest.mark.parametrize("hostility", HOSTILE)
def test_hostile_words_change_no_tag(part: str, hostility: str) -> None:
    harmless, hostile = Structure(draw(part, "Maya Okonjo")), Structure(draw(part, HOSTILE[hostility]))
    assert hostile.tags == harmless.tags
    assert hostile.open == []


@pytest.mark.parametrize("part", SNIPPETS)
def test_hostile_words_are_shown_as_they_were_typed(part: str) -> None:
    found = Structure(draw(part, HOSTILE["markup"]))
    shown = "".join(found.text) + "".join(found.values)
    assert HOSTILE["markup"].lower() in shown.lower()


@pytest.mark.parametrize("face", gallery.FACES)
def test_the_gallery_closes_every_tag_and_needs_no_inline_style_or_script(face: str) -> None:
    answer = gallery.gallery(RequestFactory().get("/ui/", {"face": face}))
    found = Structure(answer.content.decode())
    assert found.open == []
    names = {name for _tag, attrs in found.tags for name in attrs}
    assert not {name for name in names if name.startswith("on") and name != "on-done"}
    assert "style" not in names
    assert all("src" in attrs for tag, attrs in found.tags if tag == "script")


def test_every_part_is_shown_in_the_gallery_or_used_by_one_that_is() -> None:
    everything = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    drawn_once = {
        name
        for part in PARTS
        for name in macros_of(part.stem)
        if len(re.findall(rf"\b{name}(?:\(|\|cached)", everything)) < 2
    }
    assert drawn_once == {"toasts_too"}, "only an answer to htmx draws these"


def test_a_form_that_comes_back_has_its_focus_where_it_is_wrong() -> None:
    class Person(forms.Form):
        name = forms.CharField()
        email = forms.EmailField()
        phone = forms.CharField()

    form = Person({"name": "Maya", "email": "maya@"})
    html = [str(drawn(form[name]).control) for name in form.fields]
    assert ["autofocus" in control for control in html] == [False, True, False]
    assert "autofocus" not in drawn(form["email"], autofocus=False).control
