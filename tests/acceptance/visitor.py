"""Somebody with a browser, who reads pages, follows links and presses buttons by the words that stand on them."""

from typing import Self
from urllib.parse import urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client

from tests.acceptance import forms
from tests.acceptance.forms import Answer
from tests.acceptance.pages import Element, Page


class Visitor:
    def __init__(self, host: str) -> None:
        self.host, self.browser = host, Client(headers={"host": host})
        self.address, self.answer, self.page = "/", HttpResponse(), Page("")

    @property
    def words(self) -> str:
        return self.page.words

    def sees(self, *words: str) -> bool:
        return all(each in self.words for each in words)

    def offered(self, words: str) -> bool:
        """A link or a button of these words."""
        return any(words == each.words for each in self.page.root.every("a", "button"))

    def open(self, address: str) -> Self:
        return self._send("get", address)

    def follow(self, words: str) -> Self:
        return self.open(self.page.link(words))

    def fields(self, button: str) -> dict[str, str]:
        """What stands in the fields of the form that this button sends, by label."""
        return forms.shown(self.page, self._form(self.page.button(button)))

    def press(self, words: str, answers: dict[str, Answer] | None = None) -> Self:
        """Sends the button's form, with these answers in the fields of these labels."""
        button = self.page.button(words)
        form = self._form(button)
        body = forms.sent(self.page, form, answers or {})
        if name := button.attrs.get("name"):
            body.setdefault(name, []).append(button.attrs.get("value", ""))
        address = button.attrs.get("formaction") or form.attrs.get("action") or self.address
        method = button.attrs.get("formmethod") or form.attrs.get("method", "get")
        return self._send(method.lower(), address, body)

    def _form(self, button: Element) -> Element:
        form = self.page.form_of(button)
        assert form is not None
        return form

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
