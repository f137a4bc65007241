"""A time as a tag: as people say it, exact on hover, and for machines.

In Python rather than as a macro, because a list shows a hundred of them on every page.
"""

from collections.abc import Callable
from datetime import date, datetime

from markupsafe import Markup, escape

from doorstep.ui import words

FORMS: dict[str, Callable[[datetime], str]] = {
    "ago": words.ago,
    "stamp": words.stamp,
    "clock": words.clock,
    "day": words.day,
    "exact": words.exact,
}


def time_tag(when: date, form: str) -> Markup:
    """`form` is one of FORMS; a date without a time is only ever shown as a day."""
    said = FORMS[form](when)  # type: ignore[arg-type]  # the caller knows a day from a moment
    return Markup(  # noqa: S704  # nosec B704 - both texts are escaped
        f'<time datetime="{when.isoformat()}" title="{escape(words.exact(when))}">{escape(said)}</time>'
    )
