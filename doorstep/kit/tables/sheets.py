"""The parent's side of reading a workbook: it starts the child, waits, and never opens the file itself."""

import csv
import io
import json
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal, NamedTuple

from django.utils.translation import gettext as _

from doorstep.kit.tables import sheet_child
from doorstep.kit.tables.text_files import Record
from doorstep.kit.tables.unreadable import UnreadableFile

_CHILD = Path(sheet_child.__file__)
_SECONDS, _SECONDS_A_MEGABYTE, _MOST_SECONDS = 4, 3, 120
_LONGEST_COMPLAINT = 64


class Worksheet(NamedTuple):
    """One sheet as CSV text, and the names of all sheets beside it."""

    kind: Literal["xlsx", "ods"]
    sheets: tuple[str, ...]
    sheet: str
    text: IO[str]

    def records(self) -> Iterator[Record]:
        """Each row with its number on the sheet. Can be walked once."""
        with self.text:
            try:
                yield from enumerate(csv.reader(self.text), start=1)
            except csv.Error:
                raise UnreadableFile(
                    _("A cell is longer than 131,072 characters. Shorten it and save again.")
                ) from None


def convert(path: Path, *, sheet: str) -> Worksheet:
    """The sheet of that name, or the first that holds anything when the name is empty."""
    converted = tempfile.TemporaryFile()  # noqa: SIM115 - closed when its records were walked
    _run_child(path, sheet, converted)
    converted.seek(0)
    about = json.loads(converted.readline())
    text = io.TextIOWrapper(converted, encoding="utf-8", newline="")
    return Worksheet(about["kind"], tuple(about["sheets"]), about["sheet"], text)


def _run_child(path: Path, sheet: str, converted: IO[bytes]) -> None:
    seconds = min(_SECONDS + _SECONDS_A_MEGABYTE * (path.stat().st_size // 1024**2), _MOST_SECONDS)
    command = [sys.executable, "-I", str(_CHILD), str(path.resolve()), sheet, str(seconds)]
    try:
        ended = subprocess.run(  # nosec B603 - our own interpreter and script; the path is one argument
            command,
            stdin=subprocess.DEVNULL,
            stdout=converted,
            stderr=subprocess.PIPE,
            env={},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(_sentence("too_slow")) from None
    if ended.returncode != 0:
        raise UnreadableFile(_sentence(_word(ended)))


def _word(ended: "subprocess.CompletedProcess[bytes]") -> str:
    if ended.returncode == sheet_child.REFUSED:
        return ended.stderr[:_LONGEST_COMPLAINT].decode(errors="replace")
    return "too_large" if ended.returncode < 0 else "broken"


def _sentence(word: str) -> str:
    too_large = _(
        "The sheet is too large to be read as a workbook. "
        "Delete the empty rows and columns around the table, or save it as CSV and choose that file."
    )
    sentences = {
        "bomb": _("The file unpacks to far more than it should, so it was not opened. Save the sheet as CSV instead."),
        "broken": _("The workbook is damaged. Open it, save it again as .xlsx or .csv and choose the new file."),
        "dtd": _("The workbook holds instructions that no spreadsheet needs, so it was not opened. Save it as CSV."),
        "empty": _("The workbook has no rows. Check that the right file was chosen."),
        "encrypted": _("The workbook is protected with a password. Open it, remove the password and save it again."),
        "escapes": _(
            "The file tries to write outside its folder, so it was not opened. Save the sheet as CSV instead."
        ),
        "far_cell": _(
            "The sheet reaches too far: a cell far below or to the right is in use. "
            "Delete the empty rows and columns around the table and save it again."
        ),
        "no_such_sheet": _("The workbook has no sheet of that name. Choose one of its sheets."),
        "numbers": _("This is an Apple Numbers file. Export it as CSV or Excel (.xlsx)."),
        "other_document": _(
            "This is a document, not a spreadsheet. Copy its table into one and save it as .xlsx or .csv."
        ),
        "too_large": too_large,
        "too_slow": too_large,
        "xlsb": _("This is a binary Excel file (.xlsb). Open it and save it as .xlsx or .csv."),
        "zip": _("This is an archive. Unpack it and choose the CSV, XLSX or ODS file inside."),
    }
    return sentences.get(word, sentences["broken"])
