"""From a wording with placeholders to subject, text and HTML. A value is text and stays text, whatever it looks like.

Markdown is read while markers stand where the values will be, and the values are put in last, escaped: no value is
ever seen by the Markdown reader or filled in a second time.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from textwrap import shorten

from django.utils.html import escape
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from doorstep.kit.normalise import clean_text
from doorstep.kit.placeholders import fill, find_placeholders, unknown
from doorstep.kit.safe_text import render_markdown
from doorstep.timeline.kinds import LONGEST_BODY

BUTTON = "button"
LONGEST_VALUE = LONGEST_BODY  # so that what a member may write arrives whole
LONGEST_SUBJECT = 200
_BUTTON_LINE = re.compile(r"^[ \t]*\{\{\s*button\s*\}\}[ \t]*\r?$", re.MULTILINE)
_HEADING = re.compile(r"\A\s*# (.+)$", re.MULTILINE)
_MARK = re.compile("\ue002(\\w+)\ue003")
_IN_ADDRESS = re.compile(r"\]\([^)\n]*\{\{")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")


@dataclass(frozen=True)
class Wording:
    """`body` is Markdown: `# ` on its first line is the heading; a line `{{ button }}` is where the button stands."""

    subject: str
    body: str


@dataclass(frozen=True)
class Filled:
    """`note` is what follows the button, set smaller; `preheader` is what an inbox shows behind the subject."""

    subject: str
    heading: str
    body: Markup
    note: Markup
    text: str
    note_text: str

    @property
    def preheader(self) -> str:
        return shorten(self.text, 120, placeholder="…")


def fill_in(wording: Wording, values: Mapping[str, str]) -> Filled:
    """`values` come from `tame`."""
    heading, body, note = _parts(wording.body)
    subject = fill_line(wording.subject, values)[:LONGEST_SUBJECT]
    return Filled(
        subject=subject,
        heading=fill_line(heading, values) or subject,
        body=_html(body, values),
        note=_html(note, values),
        text=_text(body, values),
        note_text=_text(note, values),
    )


def fill_line(text: str, values: Mapping[str, str]) -> str:
    """One line of plain text."""
    return one_line(_put(_marked(text, values), values, one_line))


def faults(wording: Wording, allowed: AbstractSet[str], needed: AbstractSet[str]) -> dict[str, list[str]]:
    """Sentences for the person who wrote it, by field; empty lists when all is well."""
    subject, body = unknown(wording.subject, allowed - {BUTTON}), unknown(wording.body, allowed)
    if not one_line(wording.subject):
        subject.append(_("A mail needs a subject."))
    if not wording.body.strip():
        body.append(_("A mail needs words."))
    if BUTTON in find_placeholders(_BUTTON_LINE.sub("", wording.body, count=1)):
        body.append(_("{{ button }} stands once, on a line of its own."))
    if _IN_ADDRESS.search(wording.body):
        body.append(_("A placeholder cannot stand in a link's address. Use {{ button }} for the personal link."))
    for name in sorted(needed - find_placeholders(wording.subject) - find_placeholders(wording.body)):
        body.append(_("{{ %s }} is missing. Without it the reader cannot go on.") % name)
    return {"subject": subject, "body": body}


def tame(value: object) -> str:
    """Text without control characters or the private ones that we use as markers."""
    return _PRIVATE.sub("", clean_text(str(value), LONGEST_VALUE))


def one_line(text: str) -> str:
    """No line break survives: a header or a heading is one line."""
    return " ".join(text.split())


def _parts(body: str) -> tuple[str, str, str]:
    before, *after = _BUTTON_LINE.split(body, maxsplit=1)
    heading = _HEADING.search(before)
    if heading is None:
        return "", before, "".join(after)
    return heading[1], before[heading.end() :], "".join(after)


def _marked(text: str, values: Mapping[str, str]) -> str:
    return fill(text, {name: f"\ue002{name}\ue003" for name in values}, allowed=values.keys())


def _put(text: str, values: Mapping[str, str], how: Callable[[str], str]) -> str:
    return _MARK.sub(lambda mark: how(values[mark[1]]), text)


def _html(markdown: str, values: Mapping[str, str]) -> Markup:
    html = render_markdown(_marked(markdown, values))
    return Markup(_put(html, values, lambda value: escape(value).replace("\n", "<br>")))  # noqa: S704  # nosec


def _text(markdown: str, values: Mapping[str, str]) -> str:
    return _put(_plain(_MARKDOWN.parse(_marked(markdown, values))), values, str)


def _plain(tokens: Iterable[Token]) -> str:
    """Paragraphs with a blank line between them; the items of a list stay together."""
    text, mark, was_item = "", "", False
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else "- "
        elif token.type == "inline":
            text += ("\n" if mark and was_item else "\n\n") + mark + "".join(_plain_words(token.children or ()))
            mark, was_item = "", bool(mark)
    return text.strip()


def _plain_words(tokens: Iterable[Token]) -> Iterable[str]:
    """A link's address stands in brackets behind its words."""
    address = words = ""
    for token in tokens:
        if token.type == "link_open":
            address, words = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            yield "" if words == address else f" ({address})"
        else:
            words += token.content
            yield "\n" if token.type in ("softbreak", "hardbreak") else token.content
