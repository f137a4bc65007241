"""Pages that are as fast in the middle of a list as at its start: the next page begins where this one ended.

A list in order is cut into *segments*, one after the other. Inside a segment all columns run the same way and none
is empty, so that one comparison of rows, served by one index, finds where to go on:

    by_received = Keyset([Segment("all", ("-received_at", "-id"))])
    by_contact = Keyset([
        Segment("known", ("-last_contact_at", "-id"), Q(last_contact_at__isnull=False)),
        Segment("never", ("-received_at", "-id"), Q(last_contact_at=None)),
    ])
    page = by_contact.page_or_first(Lead.objects.all(), cursor=request.GET.get("cursor", ""), size=50)
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, Literal, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Greatest

Row = TypeVar("Row", bound=Model)
Way = Literal["older", "newer"]


class BadCursor(ValueError):
    """The cursor was shortened, altered, or belongs to a list in another order. Show the first page."""


@dataclass(frozen=True)
class Segment:
    """`order` ends with a column that no two rows share; every name has a minus or none has.

    `led_by` is a column that `where` holds empty, with its sign in the index that serves the segment: PostgreSQL takes
    a constant in front of an index for granted, and an IS NULL only when it is asked to sort by that too.
    """

    name: str
    order: tuple[str, ...]
    where: Q = field(default_factory=Q)
    led_by: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name.removeprefix("-") for name in self.order)

    @property
    def descends(self) -> bool:
        return self.order[0].startswith("-")

    def turned(self) -> "Segment":
        return replace(self, order=tuple(map(_turned, self.order)), led_by=self.led_by and _turned(self.led_by))

    def after(self, values: Sequence[object]) -> "Segment":
        return replace(self, where=self.where & self._beyond(values))

    def scan_index(self, queryset: QuerySet[Row]) -> QuerySet[Row]:
        """Along an index in this order, until enough was found."""
        return self._of(queryset).order_by(*([self.led_by] if self.led_by else []), *self.order)

    def filter_then_sort(self, queryset: QuerySet[Row]) -> QuerySet[Row]:
        """All that fits is found first, and then sorted: the greater of a column and itself is in no index."""
        first = Greatest(self.columns[0], self.columns[0])
        return self._of(queryset).order_by(first.desc() if self.descends else first, *self.order[1:])

    def _of(self, queryset: QuerySet[Row]) -> QuerySet[Row]:
        return queryset.filter(self.where) if self.where else queryset

    def _beyond(self, values: Sequence[object]) -> Q:
        compare = TupleLessThan if self.descends else TupleGreaterThan
        return Q(compare(Tuple(*(F(name) for name in self.columns)), tuple(values)))


Read = Callable[[Segment, int], Iterable[Row]]


@dataclass(frozen=True)
class Cursor:
    """The row at an edge of a page: its segment and its values there."""

    way: Way
    segment: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        text = json.dumps([self.way[0], self.segment, *self.values], separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        try:
            parts = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (ValueError, RecursionError) as fault:
            raise BadCursor(text) from fault
        if (
            not isinstance(parts, list)
            or not all(isinstance(part, str) for part in parts)
            or parts[:1] not in (["o"], ["n"])
        ):
            raise BadCursor(text)
        return cls("older" if parts[0] == "o" else "newer", "".join(parts[1:2]), tuple(parts[2:]))


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`newer` and `older` are cursors of the pages before and after, '' where there is none."""

    rows: list[Row]
    newer: str
    older: str


class Keyset:
    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = tuple(segments)

    def page(
        self, queryset: QuerySet[Row], *, cursor: str = "", size: int = 50, read: Read[Row] | None = None
    ) -> Page[Row]:
        """`read` gives the first so many rows of a segment; without it they are found by walking.

        Raises BadCursor for a cursor that is not of this list.
        """
        edge = Cursor.read(cursor) if cursor else None
        backwards = edge is not None and edge.way == "newer"
        found: list[tuple[Row, Segment]] = []
        for segment in self._segments_from(queryset.model, edge, backwards=backwards):
            wanted = size + 1 - len(found)  # as a rule one query, one more at a border
            rows = read(segment, wanted) if read else segment.scan_index(queryset)[:wanted]
            found += [(row, segment) for row in rows]
            if len(found) > size:
                break
        has_more, found = len(found) > size, found[:size]
        if backwards:
            found.reverse()
        before, after = (has_more, True) if backwards else (edge is not None, has_more)
        return Page(
            rows=[row for row, _stretch in found],
            newer=self._cursor("newer", found[0]) if found and before else "",
            older=self._cursor("older", found[-1]) if found and after else "",
        )

    def page_or_first(
        self, queryset: QuerySet[Row], *, cursor: str = "", size: int = 50, read: Read[Row] | None = None
    ) -> Page[Row]:
        """What a person's page shows: an address that was shortened or altered leads to the start of the list."""
        try:
            return self.page(queryset, cursor=cursor, size=size, read=read)
        except BadCursor:
            return self.page(queryset, size=size, read=read)

    def _segments_from(self, model: type[Model], edge: Cursor | None, *, backwards: bool) -> Iterator[Segment]:
        segments = [segment.turned() for segment in self.segments[::-1]] if backwards else self.segments
        start = _place(segments, edge)
        for at, segment in enumerate(segments[start:]):
            yield segment.after(_typed(model, segment, edge)) if edge is not None and at == 0 else segment

    def _cursor(self, way: Way, edge: tuple[Row, Segment]) -> str:
        row, segment = edge
        return str(Cursor(way, segment.name, tuple(_text(getattr(row, name)) for name in segment.columns)))


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _place(segments: Sequence[Segment], edge: Cursor | None) -> int:
    if edge is None:
        return 0
    for at, segment in enumerate(segments):
        if segment.name == edge.segment and len(segment.columns) == len(edge.values):
            return at
    raise BadCursor(str(edge))


def _text(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _typed(model: type[Model], segment: Segment, edge: Cursor) -> list[object]:
    fields = {field.name: field for field in model._meta.fields}
    try:
        return [fields[name].to_python(text) for name, text in zip(segment.columns, edge.values, strict=True)]
    except (ValidationError, ValueError, OverflowError) as fault:
        raise BadCursor(str(edge)) from fault
