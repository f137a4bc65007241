"""A promise, kept or broken: one line of the table."""

from collections.abc import Iterable
from dataclasses import dataclass

HEAD = ("Promise", "Figure", "Limit", "Ratio", "")


@dataclass(frozen=True)
class Line:
    """`figure` and `limit` in words. `ratio` is the figure by what it is measured against, '' where that is a number
    of its own."""

    promise: str
    figure: str
    limit: str
    ratio: str
    is_kept: bool

    @property
    def verdict(self) -> str:
        return "kept" if self.is_kept else "BROKEN"

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.promise, self.figure, self.limit, self.ratio, self.verdict)


def at_most(promise: str, figure: float, limit: float, unit: str, *, at: str = "") -> Line:
    """Measured against a number. `at` says which of many the figure is of."""
    told = f"{figure:,.1f} {unit}{at and f' ({at})'}"
    return Line(promise, told, f"≤ {limit:,g} {unit}", f"{figure / limit:.2f}", figure <= limit)


def times_at_most(promise: str, figure: float, base: float, limit: float, *, unit: str, of: str, at: str = "") -> Line:
    """Measured against something of the same run."""
    ratio = figure / base
    told = f"{figure:,.1f} {unit}, {of} {base:,.1f}{at and f' ({at})'}"
    return Line(promise, told, f"≤ {limit:g} ×", f"{ratio:.2f} ×", ratio <= limit)


def share_at_least(promise: str, figure: float, base: float, limit: float, *, unit: str, of: str, at: str = "") -> Line:
    """Requests a second, against the bare page's."""
    ratio = figure / base
    told = f"{figure:,.0f} {unit}, {of} {base:,.0f}{at and f' ({at})'}"
    return Line(promise, told, f"≥ {limit:.2f} ×", f"{ratio:.2f} ×", ratio >= limit)


def not_measured(promise: str, limit: str, why: BaseException) -> Line:
    return Line(promise, f"not measured: {why}"[:160], limit, "", is_kept=False)


def table(lines: Iterable[Line]) -> str:
    rows = [HEAD, *(line.cells for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
