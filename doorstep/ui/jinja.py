"""The template environment: what every template may call without importing it."""

from collections.abc import Iterable, Mapping, MutableMapping
from functools import cache, lru_cache, partial

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.html import format_html, json_script
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext, npgettext, pgettext
from django_htmx.jinja import htmx_script
from jinja2 import Environment
from jinja2.runtime import Macro
from markupsafe import Markup

from doorstep.ui import charts, words
from doorstep.ui.fields import drawn
from doorstep.ui.icons import icon
from doorstep.ui.moments import time_tag

FILTERS = (
    *("ago", "clock", "day", "daynumber", "exact", "month", "stamp"),
    *("file_size", "initials", "inside", "money", "number", "tone", "wbr_email"),
)
# One script tag each, so that every module has a name with a hash and is kept by the browser for ever.
BEHAVIOURS = (
    *("accent-preview", "command-palette", "copy-link", "count-down", "dialog-opener", "drop-zone", "keyboard-help"),
    *("lead-composer", "mail-wording", "menu-keys", "password-peek", "print-page", "property-editing", "row-keys"),
    *("row-selection", "swap-focus", "theme-choice", "toast-stack", "work-progress"),
)
# What the layouts read. A page drawn outside a request, such as the one for our own faults, works without any of it.
NOTHING_AROUND: Mapping[str, object] = {
    "business": None,
    "rail": (),
    "crumbs": (),
    "messages": (),
    **dict.fromkeys(("user_name", "theme", "logo_url", "brand_css_url"), ""),
}


class PlainEnvironment(Environment):
    """Jinja keeps a template's globals as a chain of dictionaries, and walks it for every part that is imported."""

    def make_globals(self, d: MutableMapping[str, object] | None) -> MutableMapping[str, object]:
        return {**self.globals, **(d or {})}


def environment(**options: object) -> Environment:
    """Named in settings.TEMPLATES. Django adds `request`, `csrf_input`, `csrf_token` and the context processors."""
    options |= {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "extensions": ["jinja2.ext.i18n"]}
    made = PlainEnvironment(**options)  # type: ignore[arg-type]  # nosec B701 - it is on, one line above
    made.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)  # type: ignore[attr-defined]
    made.filters.update(
        {name: getattr(words, name) for name in FILTERS}
        | {"icon": icon, "time_tag": time_tag, "cached": cached, "each_cached": each_cached}
    )
    made.globals.update(NOTHING_AROUND)
    made.globals.update(static=_static, url=url, with_query=with_query, json_script=json_script, scripts=_scripts)
    made.globals.update(icon=icon, drawn=drawn, bars=charts.bars, spark=charts.spark, funnel_rows=charts.funnel_rows)
    made.globals.update(language=_language, direction=_direction, form_token=partial(get_random_string, 64))
    return made


def cached(part: Macro, *given: object) -> Markup:
    """An imported part that depends on the language and on `given` alone: drawn once, and shown again and again.

    {{ stage_chip|cached(stage) }}, as a filter because Jinja calls those without ceremony.
    """
    return _drawn_once(part, get_language(), *given)


def each_cached(part: Macro, rows: Iterable[object]) -> Markup:
    """The same for every row of a list: {{ lead_row|each_cached(listing.rows) }}."""
    language = get_language()
    return Markup("\n").join(_drawn_once(part, language, row) for row in rows)


@lru_cache(maxsize=4096)  # some two kilobytes each
def _drawn_once(part: Macro, _language: str | None, *given: object) -> Markup:
    return Markup(part(*given))  # noqa: S704  # nosec B704 - a part escapes what it is given


@lru_cache(maxsize=1024)
def url(name: str, *args: object, **kwargs: object) -> str:
    """A page names the same few places over and over."""
    return reverse(name, args=args, kwargs=kwargs)


@cache
def _static(path: str) -> str:
    return static(path)


@cache
def _scripts() -> Markup:
    names = (f"ui/js/{name}.js" for name in BEHAVIOURS)
    return Markup("\n").join(
        [htmx_script(), *(format_html('<script type="module" src="{}"></script>', static(name)) for name in names)]
    )


def with_query(request: HttpRequest, **changes: object) -> str:
    """The query of this page with some values changed: `with_query(request, sort="name", after=None)`.

    None or an empty string takes the key away; a list sets it several times. Every filter lives in the URL.
    """
    query = request.GET.copy()
    for key, value in changes.items():
        query.setlist(key, [str(item) for item in (value if isinstance(value, list | tuple) else [value])])
        if value is None or value == "" or value == []:
            del query[key]
    return "?" + query.urlencode()


def _language() -> str:
    return get_language() or "en"


def _direction() -> str:
    return "rtl" if get_language_bidi() else "ltr"
