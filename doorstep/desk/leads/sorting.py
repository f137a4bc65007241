"""The orders of the list, each cut into segments that one index serves: page 1,000 is as fast as the first."""

from collections.abc import Sequence
from functools import cache, lru_cache

from django.db.models import Q
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.kit.paging import Keyset, Segment
from doorstep.leads.choices import Choices
from doorstep.leads.lists.filters import ME, NOBODY, LeadFilters
from doorstep.leads.models.reach import paths_of
from doorstep.leads.stages import STAGES_AFTER, Stage, in_stage

DEFAULT = "-received"
NEWEST_FIRST = ("-received_at", "-id")
COLUMNS = {
    "name": ("name_key", "id"),
    "source": ("source", "received_at", "id"),
    "received": ("received_at", "id"),
    "contact": ("last_contact_at", "received_at", "id"),
}
GROUPED = ("stage", "type", "status", "assigned")
SORTS = (*COLUMNS, *GROUPED)


def known(sort: str) -> str:
    """As the URL says it: name, or -name the other way round. What is unknown becomes the time of receipt."""
    return sort if sort.removeprefix("-") in SORTS else DEFAULT


def keyset(sort: str, choices: Choices, member: Member, filters: LeadFilters) -> Keyset:
    descends, name = sort.startswith("-"), sort.removeprefix("-")
    if name not in GROUPED:
        return _by_columns(name, descends=descends)
    possible = _possible(name, filters, member)
    groups = [group for group in _groups(name, choices, member) if possible is None or group.name in possible]
    return Keyset(groups[::-1] if descends else groups)


@cache
def _by_columns(name: str, *, descends: bool) -> Keyset:
    """Who was never contacted comes last, either way."""
    segment = Segment("all", COLUMNS[name], Q(last_contact_at__isnull=False) if name == "contact" else Q())
    never = Segment("never", NEWEST_FIRST, Q(last_contact_at=None), led_by="-last_contact_at")
    return Keyset([segment.turned() if descends else segment, *([never] if name == "contact" else [])])


def _possible(name: str, filters: LeadFilters, member: Member) -> set[str] | None:
    """Groups that the filters leave anything of, None for all: to find a group empty means to read all of it."""
    chosen = {str(value) for value in getattr(filters, name)}
    if name == "assigned" and ME in chosen:
        chosen.add(str(member.pk))
    dated = [set(stages) for fact, stages in STAGES_AFTER.items() if getattr(filters, fact)] if name == "stage" else []
    return set.intersection(*([chosen] if chosen else []), *dated) if chosen or dated else None


def _groups(name: str, choices: Choices, member: Member) -> Sequence[Segment]:
    """In the order the business gave its words; inside a group the newest lead comes first."""
    if name == "stage":
        now = timezone.now()
        return [Segment(stage.value, NEWEST_FIRST, in_stage(stage, now)) for stage in Stage]
    if name == "assigned":
        return _by_colleague(choices, *paths_of(member))
    return _by_word(name, choices)


@lru_cache(maxsize=256)
def _by_colleague(choices: Choices, start: str, end: str) -> Sequence[Segment]:
    paths = {str(pk): choices.paths[pk] for pk in choices.colleagues} | {NOBODY: ""}
    seen = {name: path for name, path in paths.items() if name == NOBODY or start <= path < end}
    return [Segment(name, NEWEST_FIRST, Q(assignee_path=path)) for name, path in seen.items()]


@lru_cache(maxsize=256)
def _by_word(name: str, choices: Choices) -> Sequence[Segment]:
    column, names = {"type": ("lead_type", choices.lead_types), "status": ("status", choices.statuses)}[name]
    words = [Segment(str(pk), NEWEST_FIRST, Q(**{column: pk})) for pk in names]
    return [*words, Segment("none", NEWEST_FIRST, Q(**{column: None}), led_by=f"{column}_id")]
