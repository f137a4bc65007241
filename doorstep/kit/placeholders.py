"""`{{ lead.first_name }}` in the templates that a business writes.

Names from an allow-list are looked up in a flat mapping. There are no attributes, calls or filters: the dot is a
letter like any other. Whoever fills HTML escapes the values first.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from difflib import get_close_matches

from django.utils.translation import gettext as _

_PLACEHOLDER = re.compile(r"\{\{([^{}\n]{0,80})\}\}")


def find_placeholders(text: str) -> set[str]:
    """What stands between double braces, known or not."""
    return {inside.strip() for inside in _PLACEHOLDER.findall(text)}


def fill(text: str, values: Mapping[str, str], *, allowed: AbstractSet[str]) -> str:
    """Each allowed name becomes its value, or nothing when it has none; all else stays as typed.

    One pass: a value that looks like a placeholder stays text.
    """

    def value_of(found: re.Match[str]) -> str:
        name = found[1].strip()
        return values.get(name, "") if name in allowed else found[0]

    return _PLACEHOLDER.sub(value_of, text)


def unknown(text: str, allowed: AbstractSet[str]) -> list[str]:
    """A sentence for each placeholder that `fill` would leave standing, with the nearest name that exists."""
    sentences = [_about(name, allowed) for name in sorted(find_placeholders(text) - allowed)]
    if "{{" in _PLACEHOLDER.sub("", text) or "}}" in _PLACEHOLDER.sub("", text):
        sentences.append(
            _("A placeholder is not closed. Write two braces on both sides: {{ %s }}.") % min(allowed, default="")
        )
    return sentences


def _about(name: str, allowed: AbstractSet[str]) -> str:
    nearest = get_close_matches(name, sorted(allowed), n=1, cutoff=0.5)
    if nearest:
        return _("{{ %(name)s }} is not known. Did you mean {{ %(nearest)s }}?") % {"name": name, "nearest": nearest[0]}
    return _("{{ %s }} is not known. Take it out or choose one from the list.") % name
