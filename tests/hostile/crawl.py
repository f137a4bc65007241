"""Every page one can get to by links, and every form that stands on one: new pages and forms join by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import Resolver404, URLResolver, get_resolver, resolve

TYPED = {"text", "search", "email", "tel", "url", "number", "password", "date", "textarea", "color"}
LEAVES = ("sign-out", "/static/")  # what ends the walk, and what is no page


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""


@dataclass
class Form:
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def sign(self) -> tuple[str, tuple[str, ...]]:
        """Two forms of one sign are the same form about different rows."""
        return route_of(self.action), tuple(sorted({one.name for one in self.fields}))

    def as_it_is(self) -> dict[str, str]:
        return {one.name: one.value for one in self.fields}


class Seen(HTMLParser):
    """The links and forms of a page, and whether anything on it was made by a word."""

    def __init__(self, path: str, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path, self.links, self.forms = path, set[str](), list[Form]()
        self.made_by_words: list[str] = []
        self._select: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "x-trap" or any(name.startswith(("on", "x-trap")) for name in given):
            self.made_by_words.append(f"<{tag} {given}>")
        for name, value in given.items():
            if name in ("href", "hx-get", "src", "data-url") and value.startswith(("/", "?")):
                self.links.add(urljoin(self.path, value))
            if name in ("href", "src", "action") and not value.startswith(("/", "?", "#", "http", "mailto:", "tel:")):
                self.made_by_words += [f"{tag} {name}={value}"] if value else []
        if tag == "form":
            action = urljoin(self.path, given.get("action") or given.get("hx-post") or self.path)
            self.forms.append(Form(action, given.get("method", "get").lower()))
        elif self.forms and given.get("name"):
            self._take(tag, given)
        elif tag == "option" and self._select is not None and ("selected" in given or not self._select.value):
            self._select.value = given.get("value", "")

    def _take(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        if tag not in ("input", "select", "textarea", "button") or kind == "file":
            return
        if kind in ("radio", "checkbox") and "checked" not in given:
            return
        taken = Field(given["name"], kind, given.get("value", "on" if kind == "checkbox" else ""))
        self.forms[-1].fields.append(taken)
        self._select = taken if tag == "select" else None


def pages(browser: Browser, start: str) -> Iterator[tuple[Seen, HttpResponse]]:
    """One page of each route, found by links."""
    waiting, known = [start], {route_of(start)}
    while waiting:
        path = waiting.pop(0)
        answer = browser.get(path)
        if answer.streaming or "text/html" not in answer["Content-Type"]:
            continue
        seen = Seen(path, answer.content.decode())
        yield seen, answer
        new = {urlsplit(answer["Location"]).path} if answer.has_header("Location") else seen.links
        for link in sorted(new):
            if route_of(link) not in known and not any(leaf in link for leaf in LEAVES):
                known.add(route_of(link))
                waiting.append(link)


def route_of(path: str) -> str:
    """The URL pattern; '' for what is none of ours."""
    try:
        return str(resolve(urlsplit(path).path).route)
    except Resolver404:
        return ""


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every URL pattern there is."""
    resolver = resolver or get_resolver("doorstep.config.urls")
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, before + str(entry.pattern))
        else:
            yield before + str(entry.pattern)
