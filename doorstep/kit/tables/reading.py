"""Reading a table that somebody else made: first `probe` it and show what was found, then walk its `rows`.

A person who knows better passes the choice back in: `probe(path, name, encoding="cp1251", header_line=4)`.
Everything that cannot be read raises UnreadableFile, and everything but a failing disk is known after `probe`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.tables import kinds, layout, sheets
from doorstep.kit.tables.formulas import restore
from doorstep.kit.tables.text_files import Dialect, Record, beginning_of, dialect_of, encoding_of, records
from doorstep.kit.tables.unreadable import UnreadableFile

ENCODINGS = {
    "utf-8": gettext_lazy("Unicode (UTF-8)"),
    "utf-16": gettext_lazy("Unicode (UTF-16)"),
    "utf-16-le": gettext_lazy("Unicode (UTF-16, low byte first)"),
    "utf-16-be": gettext_lazy("Unicode (UTF-16, high byte first)"),
    "cp1252": gettext_lazy("Western European"),
    "cp1250": gettext_lazy("Central European"),
    "cp1251": gettext_lazy("Cyrillic"),
    "cp1253": gettext_lazy("Greek"),
    "cp1254": gettext_lazy("Turkish"),
    "mac_roman": gettext_lazy("Old Macintosh"),
    "shift_jis": gettext_lazy("Japanese"),
    "gb18030": gettext_lazy("Chinese"),
}
DELIMITERS = {
    ",": gettext_lazy("Comma"),
    ";": gettext_lazy("Semicolon"),
    "\t": gettext_lazy("Tab"),
    "|": gettext_lazy("Vertical bar"),
}
_PREVIEWED = 20
_SAMPLED = 100
_MOST_COLUMNS = 2_000
_MOST_LINES = 1_000_000


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found in a file, and all that `rows` needs to read it the same way again."""

    filename: str
    kind: Literal["csv", "xlsx", "ods"]
    encoding: str  # empty for workbooks
    delimiter: str  # empty for workbooks
    spaced: bool  # `"a", "b"`: a space between delimiter and quotation mark
    sheets: tuple[str, ...]  # empty for CSV
    sheet: str
    header_line: int  # line of the file or row of the sheet, from 1; 0 when there are no headers
    preamble: tuple[str, ...]  # what stands above the headers, a line each
    headers: tuple[str, ...]  # a name for each column, none twice
    preview: tuple[tuple[str, ...], ...]
    row_count: int
    ragged_rows: int  # rows that hold more cells than there are headers


class _Opened(NamedTuple):
    kind: Literal["csv", "xlsx", "ods"]
    encoding: str
    dialect: Dialect
    sheets: tuple[str, ...]
    sheet: str
    records: Iterator[Record]


class _Survey(NamedTuple):
    row_count: int
    width: int
    ragged_rows: int
    first: list[list[str]]


def probe(
    path: Path,
    filename: str,
    *,
    encoding: str = "",
    delimiter: str = "",
    header_line: int | None = None,
    sheet: str = "",
) -> Probe:
    """Reads the whole file once, in little memory. What is left empty is found out; `header_line=0`: no headers."""
    opened = _open(path, encoding, delimiter, sheet)
    sample = list(islice(opened.records, _SAMPLED))
    at = layout.header_line(sample) if header_line is None else header_line
    head = _cells_of_line(at, sample)
    survey = _survey(chain(sample, opened.records), below=at, named=layout.last_filled(head))
    if not survey.width:
        raise UnreadableFile(_("The file is empty. Export it again and check that it has rows."))
    headers, *preview = (_padded(cells, survey.width) for cells in (head, *survey.first))
    return Probe(
        filename=filename,
        kind=opened.kind,
        encoding=opened.encoding,
        delimiter=opened.dialect.delimiter,
        spaced=opened.dialect.spaced,
        sheets=opened.sheets,
        sheet=opened.sheet,
        header_line=at,
        preamble=tuple(
            " ".join(filter(None, cells)) for line, cells in sample if line < at and not layout.is_blank(cells)
        ),
        headers=layout.column_names(headers),
        preview=tuple(map(tuple, preview)),
        row_count=survey.row_count,
        ragged_rows=survey.ragged_rows,
    )


def rows(path: Path, probe: Probe) -> Iterator[list[str]]:
    """The rows below the headers, one cell for each of `probe.headers`; blank rows are left out."""
    return (cells for _line, cells in numbered_rows(path, probe))


def numbered_rows(path: Path, probe: Probe) -> Iterator[tuple[int, list[str]]]:
    """The same, each with the line of the file, or row of the sheet, that it starts on."""
    opened = _open(path, probe.encoding, probe.delimiter, probe.sheet, spaced=probe.spaced)
    width = len(probe.headers)
    for line, cells in opened.records:
        if line > probe.header_line and not layout.is_blank(cells):
            yield line, _padded(cells, width)


def _open(path: Path, encoding: str, delimiter: str, sheet: str, *, spaced: bool | None = None) -> _Opened:
    if kinds.container_of(path) == "zip":
        book = sheets.convert(path, sheet=sheet)
        return _Opened(book.kind, "", Dialect("", False), book.sheets, book.sheet, book.records())
    if encoding and encoding not in ENCODINGS:
        raise UnreadableFile(_("“%s” is not an encoding to choose here.") % encoding[:40])
    if delimiter and (len(delimiter) > 1 or delimiter in '"\r\n'):
        raise UnreadableFile(_("“%s” cannot part columns. Choose one of the delimiters.") % delimiter[:40])
    found = encoding or encoding_of(path)
    dialect = _dialect(path, found, delimiter, spaced, is_found=not encoding)
    return _Opened("csv", found, dialect, (), "", _restored(records(path, found, dialect)))


def _dialect(path: Path, encoding: str, delimiter: str, spaced: bool | None, *, is_found: bool) -> Dialect:
    if delimiter and spaced is not None:
        return Dialect(delimiter, spaced)
    beginning = beginning_of(path, encoding)
    if is_found:
        kinds.refuse_other_text(beginning)
    return dialect_of(beginning, delimiter)


def _cells_of_line(wanted: int, sample: list[Record]) -> list[str]:
    if wanted == 0:
        return []
    for line, cells in sample:
        if line == wanted:
            return cells
    raise UnreadableFile(_("No row starts on line %d. Choose the line of the headers among the first.") % wanted)


def _survey(body: Iterable[Record], *, below: int, named: int) -> _Survey:
    """One walk over all rows; `named` is how many columns the headers name."""
    count, ragged, width = 0, 0, named
    first: list[list[str]] = []
    for line, cells in body:
        if line > _MOST_LINES:
            raise UnreadableFile(
                _("The file has more than a million lines. Split it, and bring one part after the other.")
            )
        if line <= below or layout.is_blank(cells):
            continue
        count += 1
        if count <= _PREVIEWED:
            first.append(cells)
        if len(cells) > named and (filled := layout.last_filled(cells)) > named:
            width, ragged = max(width, filled), ragged + 1
    if width > _MOST_COLUMNS:
        raise UnreadableFile(
            _("The table has %(width)d columns; %(most)d can be read.") % {"width": width, "most": _MOST_COLUMNS}
        )
    return _Survey(count, width, ragged if named else 0, first)


def _restored(found: Iterable[Record]) -> Iterator[Record]:
    """Cells as they were before a program guarded them against being run."""
    for line, cells in found:
        yield line, [restore(cell) if cell[:1] in ("'", "=") else cell for cell in cells]


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]
