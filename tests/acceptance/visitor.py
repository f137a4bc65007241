"""Somebody with a browser, who reads pages, follows links and presses buttons by the words that stand on them."""

import re
from collections.abc import Callable
from typing import Self, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page as Window

from tests.acceptance import forms
from tests.acceptance.chromium import in_chromium
from tests.acceptance.forms import Answer
from tests.acceptance.pages import Element, Page

T = TypeVar("T")


class Visitor:
    def __init__(self, host: str) -> None:
        self.host, self.browser = host, Client(headers={"host": host})
        self.address, self.answer, self.page = "/", HttpResponse(), Page("")

    @property
    def words(self) -> str:
        return self.page.words

    def sees(self, *words: str) -> bool:
        if all(each in self.words for each in words):
            return True
        print(f"{self.address}: {self.words}")  # pytest shows it where this was not to be
        return False

    def offered(self, words: str) -> bool:
        """A link or a button of these words."""
        return any(words == each.words for each in self.page.root.every("a", "button"))

    def open(self, address: str) -> Self:
        return self._send("get", address)

    def follow(self, words: str) -> Self:
        return self.open(self.page.link(words))

    def fields(self, button: str) -> dict[str, str]:
        """What stands in the fields of the form that this button sends, by label."""
        _button, form = self._button(button, {})
        return forms.shown(self.page, form)

    def press(self, words: str, answers: dict[str, Answer] | None = None) -> Self:
        """Sends the button's form, with these answers in the fields of these labels."""
        button, form = self._button(words, answers or {})
        body = forms.sent(self.page, form, answers or {})
        if name := button.attrs.get("name"):
            body.setdefault(name, []).append(button.attrs.get("value", ""))
        address = button.attrs.get("formaction") or form.attrs.get("action") or self.address
        method = button.attrs.get("formmethod") or form.attrs.get("method", "get")
        return self._send(method.lower(), address, body)

    def search(self, label: str, words: str) -> Self:
        """Types into the field of that label, and Enter."""
        fields = (each for form in self.page.root.every("form") for each in self.page.controls(form))
        field = next(each for each in fields if self.page.label(each) == label)
        form = self.page.form_of(field)
        assert form is not None
        return self._send(
            form.attrs.get("method", "get"), form.attrs["action"], forms.sent(self.page, form, {label: words})
        )

    def open_newest_mail(self, to: str) -> Self:
        """In the box where the demo keeps what it sends, as text."""
        box = self.open(f"/dev/mail/?q={to}")
        sent = [link.attrs["href"] for link in box.page.root.every("a") if link.within("ol")]
        assert sent, f"no mail to {to}"
        return self.open(sent[0]).follow("Text")

    @property
    def download(self) -> bytes:
        """The file that came instead of a page."""
        answer = self.answer
        assert answer["Content-Disposition"].startswith("attachment"), self.words
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    @property
    def code(self) -> str:
        """The six digits on the page."""
        return re.findall(r"\b\d{6}\b", self.words)[0]

    def in_a_browser(self, act: Callable[[Window], T]) -> T:
        """What `act` finds when it opens this page in a real browser, where script is the point."""
        linked = (link.attrs["href"] for link in self.page.root.every("link"))
        known = {urlsplit(each).path: self.browser.get(each) for each in (self.address, *linked)}
        return in_chromium(f"http://{self.host}{self.address}", known, act)

    def _button(self, words: str, answers: dict[str, Answer]) -> tuple[Element, Element]:
        """With its form: of several buttons of these words the first whose form asks for all that is answered."""
        found = self.page.buttons(words)
        assert found, f"no button “{words}” on {self.address}: {self.words}"
        fitting = [(button, form) for button, form in found if not forms.missing(self.page, form, answers)]
        assert fitting, (
            f"nothing asks for {forms.missing(self.page, found[0][1], answers)} on {self.address}: {self.words}"
        )
        return fitting[0]

    def _send(self, method: str, address: str, body: dict[str, list[object]] | None = None) -> Self:
        asked = urlsplit(urljoin(self.address, address))
        query = urlencode(body, doseq=True) if method == "get" and body is not None else asked.query
        where = f"{asked.path}?{query}" if query else asked.path
        self.answer = (
            self.browser.post(where, body, follow=True) if method == "post" else self.browser.get(where, follow=True)
        )
        self.address = urljoin(where, self.answer.redirect_chain[-1][0]) if self.answer.redirect_chain else where
        is_page = self.answer["Content-Type"].startswith("text/html")
        self.page = Page(self.answer.content.decode() if is_page else "")
        return self
