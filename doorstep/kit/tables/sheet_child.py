"""Turns one sheet of a workbook into CSV, alone in a child process.

Run by its path, not as a module: it sees neither Doorstep nor its environment. Standard output gets one line of JSON
(kind, sheets, sheet), then the rows; a refusal is one word on standard error and the exit code REFUSED.
A workbook can make the parser ask for all the memory there is, which ends the process on the spot: hence the fence.
"""

import csv
import datetime
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError  # nosec B405 - types only; defusedxml parses

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

if sys.platform != "win32":
    import resource

REFUSED = 3
MEMORY = 512 * 1024**2
OUTPUT = 2 * 1024**3
MOST_PARTS = 5_000
MOST_UNPACKED = 600 * 1024**2
HONEST_RATIO, RATIO_COUNTS_FROM = 200, 40 * 1024**2
MOST_CELLS = 10_000_000
EXACT_WHOLE = 2.0**53
SHORT = 16  # digits that need no rounding, with the point

Value = str | float | bool | datetime.date | datetime.time | datetime.timedelta


class Refused(Exception):
    """Carries the word for the parent."""


def main(path: str, wanted: str, seconds: str) -> int:
    fence(int(seconds))
    try:
        kind = inspect(path)
        convert(path, kind, wanted)
    except Refused as refusal:
        return refuse(str(refusal))
    except PasswordError:
        return refuse("encrypted")
    except MemoryError:
        return refuse("too_large")
    except (CalamineError, ParseError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError):
        return refuse("broken")
    return 0


def refuse(word: str) -> int:
    sys.stderr.write(word)
    return REFUSED


def fence(seconds: int) -> None:
    if sys.platform != "linux":
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def inspect(path: str) -> str:
    """The kind, `xlsx` or `ods`, after everything that can be told without unpacking more than beginnings."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        names = [part.filename for part in parts]
        check_parts(parts, names)
        kind = kind_of(archive, names)
        for name in names:
            if name.endswith((".xml", ".rels")):
                check_xml(archive, name)
    return kind


def check_parts(parts: list[zipfile.ZipInfo], names: list[str]) -> None:
    if len(parts) > MOST_PARTS:
        raise Refused("bomb")
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name for name in names):
        raise Refused("escapes")
    if len(set(names)) != len(names):
        raise Refused("broken")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("encrypted")
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked > HONEST_RATIO * packed):
        raise Refused("bomb")


def kind_of(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            if part.read(200).startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
                check_ods_is_open(archive, names)
                return "ods"
    if "xl/workbook.bin" in names:
        raise Refused("xlsb")
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in names):
        raise Refused("numbers")
    raise Refused("other_document" if {"word/document.xml", "ppt/presentation.xml", "mimetype"} & set(names) else "zip")


def check_ods_is_open(archive: zipfile.ZipFile, names: list[str]) -> None:
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as part:
            if b"encryption-data" in part.read(1024**2):
                raise Refused("encrypted")


def check_xml(archive: zipfile.ZipFile, name: str) -> None:
    """No document type (and so no entities) in front of the root, no cell declared farther out than memory reaches."""
    try:
        with archive.open(name) as part:
            elements: Iterator[tuple[str, Element]] = iterparse(part, events=("start",), forbid_dtd=True)
            for _event, element in elements:
                tag = element.tag.rpartition("}")[2]
                if tag == "dimension":
                    check_reach(element.get("ref", ""))
                if tag not in ("worksheet", "sheetPr", "tabColor", "outlinePr", "pageSetUpPr"):
                    return
    except DefusedXmlException:
        raise Refused("dtd") from None


def check_reach(reference: str) -> None:
    corner = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", reference.rpartition(":")[2])
    if not corner:
        return
    columns = 0
    for letter in corner[1]:
        columns = columns * 26 + ord(letter) - ord("A") + 1
    if columns * int(corner[2]) > MOST_CELLS:
        raise Refused("far_cell")


def convert(path: str, kind: str, wanted: str) -> None:
    with open(path, "rb") as file, CalamineWorkbook.from_filelike(file) as book:  # noqa: PTH123
        sheets = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        if wanted and wanted not in sheets:
            raise Refused("no_such_sheet")
        sheet = book.get_sheet_by_name(wanted) if wanted else first_with_rows(book, sheets)
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
        sys.stdout.write(json.dumps({"kind": kind, "sheets": sheets, "sheet": sheet.name}) + "\n")
        writer = csv.writer(sys.stdout)
        for row in sheet.iter_rows():
            writer.writerow(trimmed([value if type(value) is str else as_displayed(value) for value in row]))
        sys.stdout.flush()


def first_with_rows(book: CalamineWorkbook, sheets: list[str]) -> CalamineSheet:
    hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
    for name in sorted(sheets, key=lambda name: name in hidden):
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            return sheet
    raise Refused("empty")


def trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def as_displayed(value: Value) -> str:
    """As the person sees it, in the spelling that loses nothing: whole numbers bare, dates ISO."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, datetime.timedelta):
        return f"{value.total_seconds() / 3600:.15g}"
    return value if isinstance(value, str) else value.isoformat()


def number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value):
        return str(int(value)) if abs(value) < EXACT_WHOLE else f"{Decimal(repr(value)):f}"
    exact = repr(value)
    is_short = len(exact) <= SHORT and "e" not in exact
    return exact if is_short else f"{Decimal(f'{value:.15g}'):f}"  # 0.1 + 0.2 is shown as 0.3, as spreadsheets do


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
