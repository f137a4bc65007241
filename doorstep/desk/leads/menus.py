"""The filters as a person sees them: the chip of one in force, and the form behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from doorstep.leads.choices import Choices
from doorstep.leads.lists.filters import ME, NOBODY, Between, LeadFilters, Query
from doorstep.leads.stages import Stage
from doorstep.ui.words import day

NAMES = {
    "received": gettext_lazy("Received"),
    "stage": gettext_lazy("Stage"),
    "type": gettext_lazy("Type"),
    "status": gettext_lazy("Status"),
    "assigned": gettext_lazy("Assigned to"),
    "source": gettext_lazy("Source"),
    "tag": gettext_lazy("Tag"),
    "invited": gettext_lazy("Invited"),
    "registered": gettext_lazy("Registered"),
    "opened": gettext_lazy("Account opened"),
}
Option = tuple[str, str]


@dataclass(frozen=True)
class FilterMenu:
    """`keep` is the rest of the URL, as pairs for hidden fields."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: tuple[str, ...]
    between: Between | None
    value: str
    keep: tuple[tuple[str, str], ...]

    @property
    def is_in_force(self) -> bool:
        return bool(self.value)

    @property
    def sentence(self) -> str:
        return f"{self.label}: {self.value}"


def menus(filters: LeadFilters, choices: Choices, sort: str) -> tuple[FilterMenu, ...]:
    """All of them, in the order they are offered."""
    return _menus(filters, choices, sort, get_language())


@lru_cache(maxsize=1024)
def _menus(filters: LeadFilters, choices: Choices, sort: str, _language: str | None) -> tuple[FilterMenu, ...]:
    return tuple(_menu(name, filters, choices, sort) for name in NAMES)


def query_pairs(query: Query, **more: str) -> list[tuple[str, str]]:
    return [(name, value) for name, values in query.items() for value in values] + [
        (k, v) for k, v in more.items() if v
    ]


def _menu(name: str, filters: LeadFilters, choices: Choices, sort: str) -> FilterMenu:
    held = getattr(filters, name)
    options = _options(name, choices)
    chosen = () if isinstance(held, Between) else tuple(str(value) for value in held)
    value = span(held) if isinstance(held, Between) else either(dict(options).get(one, one) for one in chosen)
    return FilterMenu(
        name=name,
        label=str(NAMES[name]),
        options=tuple(options),
        chosen=chosen,
        between=held if isinstance(held, Between) else None,
        value=value,
        keep=tuple(query_pairs(filters.without(name).query(), sort=sort)),
    )


def _options(name: str, choices: Choices) -> list[Option]:
    if name == "stage":
        return [(stage.value, str(stage.label)) for stage in Stage]
    if name == "assigned":
        people = [(str(pk), label) for pk, label in choices.colleagues.items()]
        return [(ME, _("Me")), (NOBODY, _("Nobody")), *people]
    if name == "source":
        return [(source, source) for source in choices.sources]
    names = {"type": choices.lead_types, "status": choices.statuses, "tag": choices.tags}.get(name, {})
    return [(str(pk), label) for pk, label in names.items()]


def either(words: Iterable[str]) -> str:
    """Trader or IB; Trader, IB or 2 more."""
    names = list(words)
    if len(names) > 3:
        return _("%(names)s or %(count)d more") % {"names": ", ".join(names[:2]), "count": len(names) - 2}
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def span(between: Between) -> str:
    """1 to 19 Nov 2026, since 1 Nov 2026, until 19 Nov 2026, 19 Nov 2026."""
    first, last = between.first, between.last
    if first is None or last is None:
        return _("since %s") % day(first) if first else _("until %s") % day(last) if last else ""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return _("%(first)s to %(last)s") % {"first": date_format(first, "j"), "last": day(last)}
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}
