"""Where a table begins on its sheet, and what its columns are called."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from doorstep.kit.normalise import clean_line
from doorstep.kit.tables.text_files import Record

_SEARCHED = 20
_HEADERS_FILL = 0.7
_LONGEST_NAME = 200
_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|\+?[\d ().-]{7,}")


def is_blank(cells: Sequence[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in cells)


def header_line(sample: Sequence[Record]) -> int:
    """The line the headers stand on; 0 when the first full row already holds somebody's address or number.

    Headers fill most of the width that rows fill; titles and dates of export above them don't. The very widest row is
    not asked, since a comma too many can make it.
    """
    searched = [(line, [cell.strip() for cell in cells if cell.strip()]) for line, cells in sample[:_SEARCHED]]
    widths = sorted(len(filled) for _line, filled in searched if filled)
    usual = widths[-2] if len(widths) > 2 else max(widths, default=0)
    for line, filled in searched:
        if len(filled) > usual * _HEADERS_FILL:
            return 0 if any(_VALUE.fullmatch(cell) for cell in filled) else line
    return 0


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """One name a column, none empty, none twice: `Column 3`, `Phone 2`."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        typed = clean_line(cell, _LONGEST_NAME)
        names.append(_unused(typed or _("Column %d") % position, names))
    return tuple(names)


def last_filled(cells: Sequence[str]) -> int:
    """How many cells there are up to the last that holds something."""
    width = len(cells)
    while width and (not cells[width - 1] or cells[width - 1].isspace()):
        width -= 1
    return width


def _unused(name: str, names: Sequence[str]) -> str:
    taken = {other.casefold() for other in names}
    copy, number = name, 2
    while copy.casefold() in taken:
        copy, number = f"{name} {number}", number + 1
    return copy
