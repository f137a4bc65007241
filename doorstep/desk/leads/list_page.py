"""The list of leads: what the URL says of it, read once, and everything the page shows."""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple, cast
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.accounts.models import Member
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.leads import sorting
from doorstep.desk.leads.list_reader import ListReader
from doorstep.desk.leads.menus import FilterMenu, menus, query_pairs
from doorstep.desk.shell import capped_count
from doorstep.kit.paging import Page, Segment
from doorstep.leads.choices import Choices
from doorstep.leads.lists.counting import count_of, counts_of
from doorstep.leads.lists.filters import ME, NOBODY, LeadFilters
from doorstep.leads.models import Lead
from doorstep.leads.models.reach import LeadQuerySet, Search, Visibility
from doorstep.leads.stages import Stage, stage_of
from doorstep.tenancy.queries import CompiledQuery
from doorstep.ui.moments import Reader
from doorstep.ui.words import number

Names = dict[UUID | None, str]  # nobody is in none of them
SIZE = 50
SORTED_BY_INDEX = ("stage", "type", "status", "assigned", "source", "received")
COLUMNS = (
    *("id", "name", "name_key", "progress", "invitation_expires_at", "lead_type_id", "status_id", "source"),
    *("assignee_id", "last_contact_at", "received_at"),
)
VIEWS = {
    "all": LeadFilters(),
    "mine": LeadFilters(assigned=(ME,)),
    "again": LeadFilters(stage=(Stage.INVITATION_EXPIRED,)),
    "unassigned": LeadFilters(assigned=(NOBODY,)),
}


class ListTab(NamedTuple):
    name: str
    url: str
    how_many: str | None
    is_current: bool


class ListQuery(NamedTuple):
    """What the URL says of the list, and the URLs of lists like it."""

    filters: LeadFilters
    sort: str

    @property
    def chosen_sort(self) -> str:
        """'' when nobody chose: the URL stays short."""
        return "" if self.sort == sorting.DEFAULT else self.sort

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What searching must not lose."""
        return query_pairs(self.filters.without("q").query(), sort=self.chosen_sort)

    @property
    def query(self) -> str:
        """What a bulk action on all that match is told."""
        return urlencode(self.filters.query(), doseq=True)

    def without(self, name: str) -> str:
        return _address(self.filters.without(name), self.chosen_sort)

    def sorted_by(self, name: str, *, descends: bool = False) -> tuple[str, str]:
        """`aria-sort` as it is now, and where the head of that column leads."""
        if self.sort == name:
            return "ascending", _address(self.filters, f"-{name}")
        if self.sort == f"-{name}":
            return "descending", _address(self.filters, name)
        return "", _address(self.filters, f"-{name}" if descends else name)


class ListPage:
    def __init__(self, request: DeskRequest) -> None:
        self.request = request
        self.member = request.member
        self.filters = LeadFilters.read(dict(request.GET.lists()))
        self.sort = sorting.known(request.GET.get("sort", ""))
        self.cursor = request.GET.get("after", "") or request.GET.get("before", "")
        self.now = timezone.now()

    @cached_property
    def choices(self) -> Choices:
        return Choices.of(self.member)

    @cached_property
    def search(self) -> Search | None:
        return Search.of(self.filters.q, self.member) if self.filters.q else None

    @cached_property
    def by_index(self) -> QuerySet[Lead]:
        """What fits, as it is best read along an index."""
        if not self.filters.is_timeless:
            return _by_index(self.filters, self.member, self.choices, self.search)
        return _lasting_by_index(self.filters, Visibility(self.member), self.choices)

    def read_by_index(self, segment: Segment, count: int) -> list[Lead]:
        """Composing a question costs as much as its answer, so it is kept where only the URL, the reader's eyes and
        the choices make it what it is: colleagues stand where these say. The groups by stage go by the clock."""
        if self.cursor or not self.filters.is_timeless or self.sort.endswith("stage"):
            return list(segment.scan_index(self.by_index)[:count])
        question = _question(self.filters, Visibility(self.member), self.choices, segment, count)
        return cast("list[Lead]", question.ask())

    @cached_property
    def page(self) -> Page[Lead]:
        keyset = sorting.keyset(self.sort, self.choices, self.member, self.filters)
        read = self.read_by_index if self.has_an_index else self.reader.read
        return keyset.page_or_first(Lead.objects.all(), cursor=self.cursor, size=SIZE, read=read)

    @cached_property
    def reader(self) -> ListReader:
        is_grouped = self.sort.removeprefix("-") in sorting.GROUPED
        return ListReader(self.filters, self.member, self.search, self.read_by_index, _narrow, is_grouped)

    @property
    def has_an_index(self) -> bool:
        """By which the leads of this list stand together, in its order: that of one value, or of all."""
        match self.filters.in_force:
            case []:
                return True
            case [name] if name in SORTED_BY_INDEX and self.sort == sorting.DEFAULT:
                return name == "received" or len(getattr(self.filters, name)) == 1
        return False

    @cached_property
    def counts(self) -> dict[str, int]:
        """Of every view, in one query; the rail's count is the first of them."""
        return counts_of(VIEWS, member=self.member)

    @cached_property
    def how_many(self) -> str:
        """Of this list, in words. Where nobody knows: as many as there are up to here, and more."""
        last = self.first + len(self.page.rows) - 1
        if not (self.page.older or self.page.newer):
            return number(last)
        if self.search is None and len(self.filters.in_force) < 2:  # one index counts it, and many are remembered
            return capped_count(self._count_of_one_index)
        # what a search could not name could not be counted in time either
        is_countable = self.search is None or self.search.named is not None
        counted = self.reader.how_many() if is_countable else None
        return f"{number(last)}+" if counted is None else capped_count(counted)

    @property
    def _count_of_one_index(self) -> int:
        view = next((name for name, filters in VIEWS.items() if filters == self.filters), None)
        return self.counts[view] if view else count_of(self.filters, member=self.member)

    @property
    def views(self) -> list[ListTab]:
        names = {
            "all": _("All leads"),
            "mine": _("My leads"),
            "again": _("Invite again"),
            "unassigned": _("Unassigned"),
        }
        views = [
            ListTab(names[key], _address(filters), capped_count(self.counts[key]), is_current=self.filters == filters)
            for key, filters in VIEWS.items()
        ]
        deleted = ListTab(_("Deleted"), reverse("desk:deleted-leads"), None, is_current=False)
        return [*views, deleted] if self.member.is_admin else views

    @property
    def hidden_by(self) -> str:
        """Why the list is empty though there are leads."""
        parts = [f"“{self.filters.q}”"] if self.filters.q else []
        parts += [f"“{menu.sentence}”" for menu in self.menus if menu.is_in_force]
        together = _(" and ").join(parts)
        sentence = ngettext(
            "%(count)s lead is hidden by %(filters)s.", "%(count)s leads are hidden by %(filters)s.", self.counts["all"]
        )
        return sentence % {"count": capped_count(self.counts["all"]), "filters": together}

    @cached_property
    def menus(self) -> tuple[FilterMenu, ...]:
        return menus(self.filters, self.choices, self.asked.chosen_sort)

    @property
    def asked(self) -> ListQuery:
        return ListQuery(self.filters, self.sort)

    @property
    def rows(self) -> Iterator[tuple[object, ...]]:
        """All that a row shows, in the order of its cells, and who reads it."""
        names = self.choices.lead_types, self.choices.statuses, self.choices.colleagues
        types, statuses, people = cast("tuple[Names, Names, Names]", names)
        reader = Reader()
        for row in self.page.rows:
            stage = stage_of(row.progress, row.invitation_expires_at, self.now)
            named = types.get(row.lead_type_id, ""), statuses.get(row.status_id, ""), row.source
            times = row.last_contact_at, row.received_at
            yield row.id, row.name, stage, *named, people.get(row.assignee_id, ""), *times, reader

    @property
    def first(self) -> int:
        """The number of the first row. Only told, never used to find it: the URL may say anything."""
        at = self.request.GET.get("at", "1")
        return max(int(at), 1) if self.page.newer and at.isascii() and at.isdigit() and len(at) < 10 else 1

    @property
    def range(self) -> str:
        last = self.first + len(self.page.rows) - 1
        return _("%(first)s to %(last)s of %(all)s") % {
            "first": number(self.first), "last": number(last), "all": self.how_many,
        }  # fmt: skip

    @property
    def newer_url(self) -> str:
        return self._turn(before=self.page.newer, at=max(self.first - SIZE, 1)) if self.page.newer else ""

    @property
    def older_url(self) -> str:
        return self._turn(after=self.page.older, at=self.first + SIZE) if self.page.older else ""

    def _turn(self, **where: str | int) -> str:
        address = _address(self.filters, self.asked.chosen_sort)
        return f"{address}{'&' if '?' in address else '?'}{urlencode(where)}"


@lru_cache(maxsize=1024)
def _question(
    filters: LeadFilters, visibility: Visibility, choices: Choices, segment: Segment, count: int
) -> CompiledQuery:
    return CompiledQuery.of(segment.scan_index(_lasting_by_index(filters, visibility, choices))[:count])


@lru_cache(maxsize=1024)
def _lasting_by_index(filters: LeadFilters, visibility: Visibility, choices: Choices) -> QuerySet[Lead]:
    """Never evaluated itself."""
    return _by_index(filters, visibility.member, choices)


def _by_index(filters: LeadFilters, member: Member, choices: Choices, search: Search | None = None) -> QuerySet[Lead]:
    return _narrow(filters.apply(Lead.objects.all(), member, by_index=True, search=search, paths=choices.paths))


def _narrow(leads: LeadQuerySet) -> QuerySet[Lead]:
    """The few columns that a row shows, read like leads."""
    return cast("QuerySet[Lead]", leads.values_list(*COLUMNS, named=True))


@lru_cache(maxsize=4096)
def _address(filters: LeadFilters, sort: str = "") -> str:
    """A page names some twenty lists like itself."""
    query = urlencode({**filters.query(), **({"sort": sort} if sort else {})}, doseq=True)
    return reverse("desk:leads") + (f"?{query}" if query else "")
