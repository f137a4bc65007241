"""Writing tables that open in a spreadsheet program as they are, and run nothing there."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from doorstep.kit.tables.formulas import neutralise

Cell = str | int | float | Decimal | bool | date | datetime | None

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL, _MOST_ROWS, _INEXACT_FROM, _FIRST_YEAR = 32_767, 1_048_575, 10**15, 1900  # Excel's limits
_WIDEST = 40
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}


class _Looks(NamedTuple):
    head: Format
    day: Format
    moment: Format


def write_csv(target: Path | IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """UTF-8 with a mark and every cell in quotation marks, so that Excel reads it right whatever its country.

    Cells that would be run as formulas get an apostrophe; `tables.rows` takes it off again.
    """
    with _text(target) as text:
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerow([neutralise(name) for name in header])
        writer.writerows([neutralise(_shown(cell)) for cell in row] for row in rows)


def write_xlsx(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """One sheet per 1,048,575 rows. Text stays text: no formulas, no links, no lost zeros; cells end at 32,767 letters.

    Times lose their zone, as Excel knows none: hand them over in the zone to be read in.
    """
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        looks = _Looks(
            head=book.add_format({"bold": True}),
            day=book.add_format({"num_format": "yyyy-mm-dd"}),
            moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )
        remaining = iter(rows)
        while _write_sheet(book.add_worksheet(), header, islice(remaining, _MOST_ROWS), looks) == _MOST_ROWS:
            pass


def _write_sheet(sheet: Worksheet, header: Sequence[str], rows: Iterable[Sequence[Cell]], looks: _Looks) -> int:
    for column, name in enumerate(header):
        sheet.set_column(column, column, min(max(len(name) + 4, 12), _WIDEST))
        sheet.write_string(0, column, _fit_for_xml(name), looks.head)
    sheet.freeze_panes(1, 0)
    line = 0
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, line, column, cell, looks)
    if header:
        sheet.autofilter(0, 0, line, len(header) - 1)
    return line


def _write_cell(sheet: Worksheet, line: int, column: int, cell: Cell, looks: _Looks) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(line, column, cell)
    elif isinstance(cell, int | float | Decimal) and -_INEXACT_FROM < cell < _INEXACT_FROM:
        sheet.write_number(line, column, cell)
    elif isinstance(cell, date) and cell.year >= _FIRST_YEAR:
        sheet.write_datetime(line, column, cell, looks.moment if isinstance(cell, datetime) else looks.day)
    elif cell is not None:
        sheet.write_string(line, column, _fit_for_xml(_shown(cell)))


def _fit_for_xml(text: str) -> str:
    return _NO_XML.sub("", text)[:_LONGEST_CELL]


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return cell if isinstance(cell, str) else str(cell)


@contextmanager
def _text(target: Path | IO[bytes]) -> Iterator[IO[str]]:
    """Leaves a stream that was handed in open."""
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8-sig", errors="replace", newline="") as text:
            yield text
        return
    wrapper = io.TextIOWrapper(target, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
    yield wrapper
    wrapper.detach()
