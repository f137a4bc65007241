"""An update in words: what changes, from what, to what."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.importing.targets import BY_KEY

# Columns of the lead that say nothing of their own to a reader, beside the ones that do.
_TWINS = {"name_key", "email_key", "phone_key", "assignee_path"}
_LONGEST = 80


def touched(before: Mapping[str, object], tags: Sequence[UUID], note: str) -> list[str]:
    """The names of what an update touches, for the timeline."""
    fields = [_label(name) for name in _telling(before)]
    return [*fields, *([_("tags")] if tags else []), *([_("a note")] if note else [])]


def changes(
    before: Mapping[str, object],
    after: Mapping[str, object],
    names: Mapping[UUID, str],
    *,
    tags: Sequence[UUID],
    note: str,
) -> str:
    """`Phone changes from +1 202 555 0100 to +1 202 555 0177. Adds the tag Autumn fair.`"""
    sentences = [sentence for name in _telling(before) for sentence in _change(name, before[name], after[name], names)]
    if tags:
        words = ", ".join(sorted(names[tag] for tag in tags))
        sentences.append(ngettext("Adds the tag %(tags)s.", "Adds the tags %(tags)s.", len(tags)) % {"tags": words})
    if note:
        sentences.append(_("Adds a note."))
    return " ".join(sentences)


def _telling(before: Mapping[str, object]) -> list[str]:
    """The whole name speaks for its parts."""
    hidden = _TWINS | ({"first_name", "last_name"} if "name" in before else set())
    return [name for name in before if name not in hidden]


def _change(name: str, was: object, now: object, names: Mapping[UUID, str]) -> Iterator[str]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in [key for key in now if was.get(key) != now[key]]:
            yield from _change(key, was.get(key, ""), now[key], names)
        return
    values = {"field": _label(name), "was": _shown(was, names), "now": _shown(now, names)}
    if was in ("", None):
        yield _("%(field)s becomes %(now)s.") % values
    else:
        yield _("%(field)s changes from %(was)s to %(now)s.") % values


def _label(name: str) -> str:
    if name == "name":
        return _("Name")
    if name == "assignee_id":
        return _("Assignee")
    target = BY_KEY.get(name) or BY_KEY.get(name.removesuffix("_id"))
    return str(target.label) if target else name.replace("_", " ").replace("-", " ").capitalize()


def _shown(value: object, names: Mapping[UUID, str]) -> str:
    if isinstance(value, UUID):
        return names.get(value, str(value))
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
