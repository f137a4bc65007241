"""What a page offers to send: its forms and links, and in which of their fields an id stands."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from doorstep.kit.paging import BadCursor, Cursor

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
Pairs = list[tuple[str, str]]
# What a person would type where a form would not be taken without it.
TYPED = {"name": "Zella Walk", "label": "Walk", "because": "Mistaken for somebody else", "tag": "Walk", "client": "C-1"}
TYPED_BY_KIND = {"email": "zella.walk@example.com", "tel": "", "number": "1", "password": ""}


@dataclass(frozen=True)
class Sending:
    """One way to send something: where, how, and what a browser would send.

    `offers` is what else could be chosen, `files` names the fields that take a file.
    """

    address: str
    method: str = "get"
    pairs: tuple[tuple[str, str], ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()

    @property
    def fields_with_ids(self) -> list[str]:
        return sorted({name for name, value in (*self.pairs, *self.offers) if ids_in(value)})

    @property
    def kind(self) -> tuple[str, str, tuple[str, ...]]:
        """The same form on many pages is one kind."""
        return self.method, ID.sub("", self.address), tuple(self.fields_with_ids)

    def own(self, name: str) -> list[str]:
        """The values of that field which its page shows."""
        return [value for field, value in (*self.pairs, *self.offers) if field == name and ids_in(value)]

    @property
    def body(self) -> dict[str, list[str]]:
        return {name: [value for field, value in self.pairs if field == name] for name, _value in self.pairs}

    def saying_own(self) -> Self:
        """With an id in every field that can bear one."""
        filled = self
        for name in self.fields_with_ids:
            filled = filled.saying(name, self.own(name)[0])
        return filled

    def saying(self, name: str, value: str) -> Self:
        """The same with this one value in that field."""
        return replace(self, pairs=(*((field, said) for field, said in self.pairs if field != name), (name, value)))


def ids_in(value: str) -> list[str]:
    """Also those in a query within a field, and in a cursor."""
    try:
        return [found for part in Cursor.read(value).values for found in ID.findall(part)]
    except BadCursor:
        return ID.findall(value)


def with_ids(value: str, put: str) -> str:
    """The value with this id in the place of every other."""
    try:
        cursor = Cursor.read(value)
    except BadCursor:
        return ID.sub(put, value)
    return str(replace(cursor, values=tuple(ID.sub(put, part) for part in cursor.values)))


def sendings(page: str, at: str) -> Iterator[Sending]:
    reader = _Reader(at)
    reader.feed(page)
    for form in reader.forms:
        yield from form.sendings() if form.method in ("get", "post") else ()
    for method, link, around, values in reader.links:
        parts = urlsplit(link)
        pairs = (*parse_qsl(parts.query, keep_blank_values=True), *(around.pairs if around else ()), *values)
        if parts.path.startswith("/") and not parts.netloc and (pairs or method == "post"):
            yield Sending(parts.path, method, pairs)


@dataclass
class _Form:
    """`one_of` names the fields of which a browser always sends one: selects, and radios that a person would tick."""

    address: str
    method: str
    pairs: Pairs = field(default_factory=list)
    offers: Pairs = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    one_of: set[str] = field(default_factory=set)
    files: list[str] = field(default_factory=list)

    def offer(self, name: str, value: str, *, is_chosen: bool) -> None:
        self.offers.append((name, value))
        if is_chosen:
            self.pairs.append((name, value))

    def sendings(self) -> Iterator[Sending]:
        """One for each address that a button of it leads to."""
        first = {name: value for name, value in reversed(self.offers) if name in self.one_of}
        unsaid = [(name, value) for name, value in first.items() if name not in dict(self.pairs)]
        for address in dict.fromkeys(address for address, _name, _value in self.buttons) or [self.address]:
            pressed = [(name, value) for where, name, value in self.buttons if where == address and name][:1]
            pairs = (*self.pairs, *unsaid, *pressed)
            yield Sending(address, self.method, pairs, tuple(self.offers), tuple(self.files))


class _Reader(HTMLParser):
    """`links` are what asks without a button: how, where, around it which form, and with what besides."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at, self.forms = at, list[_Form]()
        self.links: list[tuple[str, str, _Form | None, Pairs]] = []
        self.form: _Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in given}
        values = _values(attrs)
        self.links += [("get", attrs[name], None, values) for name in ("href", "hx-get") if name in attrs]
        if tag == "form":
            self.form = _Form(attrs.get("action") or self.at, attrs.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None:
            self._control(tag, attrs)
        if "hx-post" in attrs:
            self.links.append(("post", attrs["hx-post"], self.form, values))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""

    def _control(self, tag: str, attrs: dict[str, str]) -> None:
        name, kind = attrs.get("name", ""), attrs.get("type", "text")
        if tag == "select":
            self.select = name
            self.form.one_of.add(name)
        elif tag == "option" and self.select:
            self.form.offer(self.select, attrs.get("value", ""), is_chosen="selected" in attrs)
        elif tag == "button":
            address = attrs.get("formaction", self.form.address)
            self.form.buttons.append((address, name, attrs.get("value", "")))
        elif tag == "input" and kind in ("checkbox", "radio"):
            self.form.offer(name, attrs.get("value", "on"), is_chosen="checked" in attrs)
            self.form.one_of |= {name} if kind == "radio" else set()
        elif kind == "file":
            self.form.files.append(name)
        elif tag in ("input", "textarea") and name and kind not in ("submit", "search"):
            self.form.pairs.append((name, attrs.get("value") or TYPED.get(name) or TYPED_BY_KIND.get(kind, "")))


def _values(attrs: dict[str, str]) -> Pairs:
    """What an element sends besides. It would also hold for the elements inside: then it could not be read so."""
    if "hx-vals" not in attrs:
        return []
    assert {"hx-get", "hx-post"} & attrs.keys(), f"{attrs}: teach the walk who sends these hx-vals"
    return [(name, str(value)) for name, value in json.loads(attrs["hx-vals"]).items()]
