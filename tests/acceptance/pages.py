"""A page as a person reads it: its words, its links and its buttons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = set("script style template svg".split())
EMPTY = set("area base br col embed hr img input link meta source track wbr".split())
APART = set("a br button dd div dt h1 h2 h3 label legend li option p span summary td th time".split())


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    around: "Element | None" = None
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Its text, else what it is called for those who do not see it."""
        return plain("".join(self._texts())) or self.attrs.get("aria-label", "")

    def _texts(self) -> Iterator[str]:
        for part in self.inside if self.tag not in SILENT else ():
            if isinstance(part, str):
                yield part
            else:
                gap = " " if part.tag in APART else ""
                yield from (gap, *part._texts(), gap)

    def every(self, *tags: str) -> Iterator["Element"]:
        for part in self.inside:
            if isinstance(part, Element):
                yield from (part,) if part.tag in tags else ()
                yield from part.every(*tags)

    def within(self, tag: str) -> "Element | None":
        """The nearest one around it."""
        element = self.around
        while element is not None and element.tag != tag:
            element = element.around
        return element


def plain(text: str) -> str:
    return " ".join(text.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("page", {})

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in given}, self.at)
        self.at.inside.append(element)
        if tag not in EMPTY:
            self.at = element

    def handle_endtag(self, tag: str) -> None:
        if self.at.tag == tag or self.at.within(tag):
            while self.at.tag != tag:
                self.at = self.at.around
            self.at = self.at.around

    def handle_data(self, text: str) -> None:
        self.at.inside.append(text)


class Page:
    def __init__(self, html: str) -> None:
        reader = _Reader()
        reader.feed(html)
        self.root = reader.root
        self.ids = {element.attrs["id"]: element for element in self._every() if "id" in element.attrs}
        self.labels = {label.attrs["for"]: label for label in self.root.every("label") if "for" in label.attrs}

    def _every(self, around: Element | None = None) -> Iterator[Element]:
        for part in (around or self.root).inside:
            if isinstance(part, Element):
                yield part
                yield from self._every(part)

    @property
    def words(self) -> str:
        return self.root.words

    def link(self, words: str) -> str:
        """Its address. It may say how many there are: Leads 2,000."""
        said = re.compile(re.escape(words) + r"( [\d,]+\+?)?")
        found = [link.attrs["href"] for link in self.root.every("a") if said.fullmatch(link.words)]
        assert found, f"no link “{words}” on: {self.words}"
        return found[0]

    def buttons(self, words: str) -> list[tuple[Element, Element]]:
        """Each with its form."""
        found = ((each, self.form_of(each)) for each in self.root.every("button") if each.words == words)
        return [(button, form) for button, form in found if form is not None]

    def form_of(self, control: Element) -> Element | None:
        return self.ids.get(control.attrs.get("form", "")) or control.within("form")

    def controls(self, form: Element) -> list[Element]:
        """All that a browser would send of it. Some stand elsewhere on the page."""
        named = (each for each in self.root.every("input", "select", "textarea") if each.attrs.get("name"))
        return [each for each in named if self.form_of(each) is form and "disabled" not in each.attrs]

    def label(self, control: Element) -> str:
        label = self.labels.get(control.attrs.get("id", "")) or control.within("label")
        words = label.words if label else control.attrs.get("aria-label", "")
        return words.removesuffix(" (if any)")

    def legend(self, control: Element) -> str:
        around = control.within("fieldset")
        return next((legend.words for legend in around.every("legend")), "") if around else ""
