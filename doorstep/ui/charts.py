"""The geometry of charts: x in percent, y in pixels, so that bars stretch and letters do not."""

from collections.abc import Sequence
from dataclasses import dataclass

LEFT = 4.0  # percent kept for the axis
TOP, BASE = 8.0, 184.0  # pixels
HIT_TOP = 4.0
LABELS_AT_MOST = 11
LABEL_DOWN = 20.0
GRID_LINES = 3
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Count:
    """One mark as the caller knows it. `value` is None for what has not come yet; `before` for no comparison."""

    label: str
    title: str
    url: str
    value: int | None
    before: int | None = None
    is_now: bool = False


@dataclass(frozen=True)
class Bar:
    count: Count
    hit_x: float
    hit_width: float
    x: float
    width: float
    y: float
    height: float
    tick_from: float
    tick_to: float
    tick_y: float
    middle: float
    shows_label: bool
    is_minor: bool


@dataclass(frozen=True)
class GridLine:
    y: float
    value: int
    is_base: bool


@dataclass(frozen=True)
class BarChart:
    bars: tuple[Bar, ...]
    grid: tuple[GridLine, ...]
    hit_top: float = HIT_TOP
    hit_height: float = BASE - HIT_TOP + 4
    label_y: float = BASE + LABEL_DOWN


@dataclass(frozen=True)
class Spark:
    """A line in a box of 100 by 28; `end` is the point of now."""

    points: str
    end_x: float
    end_y: float


@dataclass(frozen=True)
class FunnelRow:
    stage: str
    label: str
    count: int
    url: str
    width: int
    share: int


def funnel_rows(rows: Sequence[tuple[str, str, int, str]]) -> list[FunnelRow]:
    """Rows of (stage, label, count, url). The longest bar is full; the share is of all counted."""
    counts = [count for _stage, _label, count, _url in rows]
    longest, whole = max(counts, default=0), sum(counts)
    return [FunnelRow(stage, label, n, url, share(n, longest), share(n, whole)) for stage, label, n, url in rows]


def bars(counts: Sequence[Count]) -> BarChart:
    top = axis_top(max((n for c in counts for n in (c.value, c.before) if n is not None), default=0))
    slot = (100 - LEFT) / max(len(counts), 1)
    labelled = _labelled(counts)
    return BarChart(
        bars=tuple(_bar(count, at, slot, top, labelled.get(at)) for at, count in enumerate(counts)),
        grid=tuple(GridLine(_y(value, top), value, value == 0) for value in axis(top)),
    )


def axis_top(highest: int) -> int:
    """The round number at the top of the axis, never under the highest value: 41 gives 60, 0 gives 2."""
    step = _step(max(highest, 2))
    return step * -(-max(highest, 2) // step)


def axis(top: int) -> list[int]:
    """Whole numbers from 0 to the top, three lines at most above the base."""
    return list(range(0, top + 1, _step(top)))


def spark(values: Sequence[float]) -> Spark:
    """The lowest value lies at the bottom, the highest at the top; equal values lie in the middle."""
    values = list(values) or [0]
    low, high = min(values), max(values)
    span = (high - low) or 1
    wide = 100 / max(len(values) - 1, 1)
    heights = [(value - low) / span if high > low else 0.5 for value in values]
    points = [(round(at * wide, 1), round(24 - 20 * height, 1)) for at, height in enumerate(heights)]
    return Spark(" ".join(f"{x},{y}" for x, y in points), *points[-1])


def share(part: int, whole: int) -> int:
    """Whole percent; nothing of nothing is nothing."""
    return round(100 * part / whole) if whole else 0


def _step(top: int) -> int:
    """The smallest whole 1, 2, 2.5 or 5 times a power of ten that needs three lines at most."""
    power = 1
    while True:
        for step in STEPS:
            candidate = step * power
            if candidate == int(candidate) and top <= candidate * GRID_LINES:
                return int(candidate)
        power *= 10


def _y(value: int, top: int) -> float:
    return round(BASE - (BASE - TOP) * value / top, 1)


def _bar(count: Count, at: int, slot: float, top: int, is_minor: bool | None) -> Bar:
    start = LEFT + at * slot
    width = min(slot * 0.68, 8.0)
    middle = start + slot / 2
    y = _y(count.value or 0, top)
    return Bar(
        count=count,
        hit_x=_percent(start + slot * 0.02),
        hit_width=_percent(slot * 0.96),
        x=_percent(middle - width / 2),
        width=_percent(width),
        y=y,
        height=round(BASE - y, 1),
        tick_from=_percent(middle - width * 0.64),
        tick_to=_percent(middle + width * 0.64),
        tick_y=_y(count.before or 0, top),
        middle=_percent(middle),
        shows_label=is_minor is not None,
        is_minor=bool(is_minor),
    )


def _labelled(counts: Sequence[Count]) -> dict[int, bool]:
    """The marks with a label, and whether it may go on a phone. Now always has one, and room around it."""
    every = -(-len(counts) // LABELS_AT_MOST) or 1
    now = next((at for at, count in enumerate(counts) if count.is_now), None)
    labelled = {at: at % (2 * every) != 0 for at in range(0, len(counts), every)}
    if now is None:
        return labelled
    apart = {at: is_minor or abs(at - now) < 2 * every for at, is_minor in labelled.items() if abs(at - now) >= every}
    return apart | {now: False}


def _percent(number: float) -> float:
    return round(number, 2)
