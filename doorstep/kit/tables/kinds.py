"""What a file is, told by its first bytes. Its name is not asked: people and programs name files as they like."""

import mmap
import os
import stat
from collections import Counter
from pathlib import Path
from typing import Literal
from unicodedata import category

from django.utils.translation import gettext as _

from doorstep.kit.tables.unreadable import UnreadableFile

_HEAD = 4096
_NO_SENSE = ("Cc", "Cn", "Co", "Cs")
_ODD_BUT_USUAL = "\0\t\n\v\f\r\x1a\x1c\x1d\x1e"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_WEB_PAGE = ("<!doctype html", "<html", "<head", "<meta", "<body", "<table", "<style", "<div")
_DRAWING = ("<svg", "<!doctype svg")  # SVG is text
_MOST_NULS, _MOST_MEANINGLESS, _A_FEW = 0.3, 0.03, 20  # shares of all characters; by chance every tenth is meaningless


def container_of(path: Path) -> Literal["text", "zip"]:
    """Raises UnreadableFile, with a sentence that says what the file is instead, for all that cannot hold a table."""
    _must_be_a_file(path)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise UnreadableFile(_("The file is empty. Export it again and check that it has rows."))
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    _refuse_by_first_bytes(path, head)
    return "text"


def refuse_other_text(start: str) -> None:
    """`start` is how the decoded text begins; text that is no table is named."""
    opening = start.lstrip("\ufeff \t\r\n").lower()
    if opening.startswith(_WEB_PAGE):
        raise UnreadableFile(_("This is a web page with the name of a spreadsheet. Open it, save it as .xlsx or .csv."))
    if opening.startswith(_DRAWING):
        raise UnreadableFile(_picture())
    if opening.startswith("<?xml"):
        raise UnreadableFile(_("This is an XML file. Open it in a spreadsheet program and save it as .xlsx or .csv."))
    if opening.startswith("begin:vcard"):
        raise UnreadableFile(_("This is a vCard file. Export your contacts as CSV instead."))
    if opening.startswith("{\\rtf"):
        raise UnreadableFile(_("This is a text document. Copy the table into a spreadsheet and save it as .csv."))
    if opening.startswith(('{"', "{\n", "{\r", '[{"', "[\n")):
        raise UnreadableFile(_("This is a JSON file. Export the list as CSV or XLSX instead."))
    if start.count("\0") > len(start) * _MOST_NULS or _meaningless(start) > max(len(start) * _MOST_MEANINGLESS, _A_FEW):
        raise UnreadableFile(no_table())


def no_table() -> str:
    return _("This is not a table. Choose a CSV, XLSX or ODS file.")


def _picture() -> str:
    return _("This is a picture. Choose a CSV, XLSX or ODS file.")


def _meaningless(text: str) -> int:
    """How many characters are controls, unassigned, or private."""
    odd = Counter(character for character in text if not character.isprintable())
    return sum(
        count
        for character, count in odd.items()
        if character not in _ODD_BUT_USUAL and category(character) in _NO_SENSE
    )


def _must_be_a_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise UnreadableFile(_("There is no file “%s”. Check its name and folder.") % path.name) from None
    if stat.S_ISDIR(mode):
        raise UnreadableFile(_("“%s” is a folder. Choose one file in it.") % path.name)
    if not stat.S_ISREG(mode):
        raise UnreadableFile(no_table())
    if not os.access(path, os.R_OK):
        raise UnreadableFile(_("“%s” may not be read. Give yourself the right to read it and try again.") % path.name)


def _refuse_by_first_bytes(path: Path, head: bytes) -> None:
    if head.startswith(_OLD_OFFICE):
        raise UnreadableFile(_about_old_office(path))
    if head.startswith(b"%PDF"):
        raise UnreadableFile(_("This is a PDF. Export the list as CSV or XLSX from where it was made."))
    if head.startswith(_PICTURES):
        raise UnreadableFile(_picture())
    if head.startswith((*_ARCHIVES, b"PK\x05\x06", b"PK\x07\x08")):
        raise UnreadableFile(_("This is an archive. Unpack it and choose the CSV, XLSX or ODS file inside."))
    if head.startswith((b"\x7fELF", b"MZ\x90\x00", b"SQLite format 3")):
        raise UnreadableFile(no_table())


def _about_old_office(path: Path) -> str:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            return _("The workbook is protected with a password. Open it, remove the password and save it again.")
        if content.find("Workbook".encode("utf-16-le")) >= 0 or content.find("Book".encode("utf-16-le")) >= 0:
            return _("This is an old Excel file (.xls). Open it and save it as .xlsx or .csv.")
    return no_table()
