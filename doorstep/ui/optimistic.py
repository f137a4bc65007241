"""Optimistic locking, detail by detail, for a form that edits what others edit.

The form carries a mark of each value it showed. Who changes another detail than a colleague did loses nothing and
notices nothing; who changes the same one is shown the newer value, by whom and when, keeps what was typed, and sends
it once more on purpose. A form without marks (a program, a page from before an update) is taken as it comes.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from typing import Protocol, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from doorstep.ui.moments import ago, day

SEEN = "seen"
SHORT = 120


class Change(Protocol):
    """A line of a timeline."""

    actor_name: str
    at: datetime


@dataclass(frozen=True)
class Clash:
    """`whole` is the newer value where it is too long for the sentence."""

    label: str
    sentence: str
    whole: str = ""


class Optimistic(forms.BaseForm):
    """Mix in before Form or ModelForm; `initial` is how things are now, read under a lock when the form is posted."""

    is_draft = False  # a preview, a test: nothing is saved, so nobody is asked
    clashes: dict[str, Clash]

    def last_change(self, name: str) -> Change | None:  # noqa: ARG002
        """Who changed this detail last, where a timeline knows."""
        return None

    @property
    def seen(self) -> str:
        """For the hidden field. A clash that was told counts as seen: sending it once more is on purpose."""
        marks = {name: self._now(name) for name in self._guarded()}
        if self.is_bound:
            _cleaned, told = self.errors, self._told()
            kept = told.keys() & marks.keys() - self._renewed - self.clashes.keys()
            marks |= {name: told[name] for name in kept}
        return " ".join(f"{name}:{mark}" for name, mark in marks.items())

    @property
    def is_stale(self) -> bool:
        """Somebody changed something since the form was shown: for what takes all of it away, and asks of no detail."""
        return any(mark != self._now(name) for name, mark in self._told().items() if name in self._guarded())

    def full_clean(self) -> None:
        self.clashes, self._renewed = {}, set[str]()
        clashing = self._compare() if self.is_bound and not self.is_draft else []
        super().full_clean()
        for name in clashing:
            if name not in self.errors:
                self.clashes[name] = self._clash(name)
                self.add_error(name, self.clashes[name].sentence)

    def _compare(self) -> list[str]:
        """Those that both have changed. What only the others have changed is taken over as if it had been typed."""
        clashing, told, sent = [], self._told(), cast(QueryDict, self.data).copy()
        for name in self._guarded():
            seen, now, typed = told.get(name), self._now(name), self._mark(name, self[name].data)
            if seen in (None, now):
                continue
            if typed in (seen, now):
                sent.setlist(self.add_prefix(name), self._as_sent(name))
                self._renewed.add(name)
            else:
                clashing.append(name)
        self.data = sent
        return clashing

    def _told(self) -> dict[str, str]:
        pairs = (pair.partition(":") for pair in str(self.data.get(SEEN, "")).split())
        return {name: mark for name, _colon, mark in pairs}

    def _guarded(self) -> Iterator[str]:
        """Not the files: what is chosen anew replaces what is there."""
        return (name for name, field in self.fields.items() if not isinstance(field, forms.FileField))

    def _now(self, name: str) -> str:
        return self._mark(name, self.get_initial_for_field(self.fields[name], name))

    def _mark(self, name: str, value: object) -> str:
        return hashlib.sha256(_plain(self.fields[name], value).encode()).hexdigest()[:12]

    def _as_sent(self, name: str) -> list[str]:
        """As a browser sends what is there now."""
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if isinstance(field, forms.BooleanField):
            return ["on"] if value else []
        shown = field.widget.format_value(value)
        return [str(one) for one in shown] if isinstance(shown, list | tuple) else [str(shown or "")]

    def _clash(self, name: str) -> Clash:
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        whole, change = _readable(field, value), self.last_change(name)
        told = {"now": shorten(whole, SHORT, placeholder="…")}
        if change:
            told |= {"who": change.actor_name or _("Doorstep"), "when": _begun_small(ago(change.at))}
            sentence = _("It is “%(now)s” now (%(who)s, %(when)s). Send it once more to put yours in its place.")
        else:
            sentence = _("It is “%(now)s” now, changed meanwhile. Send it once more to put yours in its place.")
        return Clash(str(self[name].label), sentence % told, whole if whole != told["now"] else "")


def _plain(field: forms.Field, value: object) -> str:
    """The same text for a value whether it comes from the database or from a browser."""
    value = field.prepare_value(value)
    if not isinstance(field, forms.ModelChoiceField):
        with suppress(ValidationError):
            value = field.to_python(value)
    if isinstance(value, list | tuple | set):
        return " ".join(sorted(map(str, value)))
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _readable(field: forms.Field, value: object) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return day(value)
    chosen = {"" if one is None else str(one) for one in (value if isinstance(value, list | tuple | set) else [value])}
    labels = [str(label) for key, label in getattr(field, "choices", ()) if str(key) in chosen]
    return ", ".join(labels) or str(value or "") or _("nothing")


def _begun_small(when: str) -> str:
    """Within a sentence: just now, yesterday."""
    return when[:1].lower() + when[1:]
