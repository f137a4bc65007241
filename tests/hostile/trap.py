"""A trap in a real browser: it shuts when a word runs, becomes markup, asks a stranger for anything, or breaks."""

import re
from collections import defaultdict
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

from tests.hostile.words import WORDS

MARK = re.compile(r"(?<!\w)q\d\dq")  # behind a letter it stands in a key made of the word
MARKED = {found[0]: word for word in WORDS if (found := MARK.search(word.typed))}
SET = """
window.__trapped = [];
window.__trap = window.alert = window.prompt = window.confirm = what => { window.__trapped.push(String(what)); };
"""
LOOK = """() => {
  const caught = [...window.__trapped];
  for (const one of document.querySelectorAll("x-trap, [x-trap], [onerror], [onload], [onfocus], [onmouseover]"))
    caught.push(one.outerHTML.slice(0, 200));
  for (const one of document.querySelectorAll("[href], [src], [action]"))
    for (const name of ["href", "src", "action"])
      if (/^\\s*(javascript|data:text)/i.test(one.getAttribute(name) || "")) caught.push(one.outerHTML.slice(0, 200));
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) caught.push("wider than the window");

  const page = document.documentElement.cloneNode(true);
  for (const end of page.querySelectorAll("br")) end.replaceWith("\\n");
  const names = ["title", "alt", "placeholder", "label", "content", "value", "aria-label", "aria-description"];
  const said = [
    page.textContent,
    ...[...document.querySelectorAll("*")].flatMap(one => names.map(name => one.getAttribute(name) || "")),
    ...[...document.querySelectorAll("input, textarea")].map(one => one.value),
  ].filter(text => /q\\d\\dq/.test(text));

  const links = [...document.querySelectorAll("[href], [hx-get], iframe[src], form:not([method=post])")]
    .map(one => ["hx-get", "href", "src", "action"].map(name => one.getAttribute(name)).find(Boolean) || "")
    .map(address => new URL(address, location))
    .filter(url => url.origin === location.origin).map(url => url.pathname + url.search);
  return { caught, said, links };
}"""


class Trap:
    """`seen` tells which words stood on which page."""

    def __init__(self, context: BrowserContext) -> None:
        self.caught: list[str] = []
        self.looked_at: set[str] = set()
        self.seen: dict[str, set[str]] = defaultdict(set)
        context.add_init_script(SET)
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("dialog", self._opened)
        context.on("weberror", lambda error: self.caught.append(f"{error.page and error.page.url}: {error.error}"))

    def look_at(self, page: Page, called: str) -> list[str]:
        """What is on the page now goes by this name. The addresses it leads to."""
        found = page.evaluate(LOOK)
        self.looked_at.add(called)
        self.caught += [f"{called}: {what}" for what in found["caught"]]
        for text in found["said"]:
            for mark in MARK.finditer(text):
                self._read(called, text[: mark.end()], mark[0])
        return list(found["links"])

    def _read(self, called: str, text: str, mark: str) -> None:
        word = MARKED[mark]
        if text.endswith((word.as_line, word.as_text, word.in_mail)):
            self.seen[called].add(mark)
        else:
            self.caught.append(f"{called}: {word} is broken: …{text[-len(word.typed) :]!r}")

    def _asked(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or "localhost"
        if not host.endswith("localhost"):
            self.caught.append(f"asked for {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.caught.append(message.text)

    def _opened(self, dialog: Dialog) -> None:
        self.caught.append(f"dialog: {dialog.message}")
        dialog.dismiss()
