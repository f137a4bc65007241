"""Workbooks give the text that a person sees in them."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from doorstep.kit.tables import UnreadableFile, numbered_rows, probe, rows, write_xlsx


@pytest.fixture
def book(tmp_path) -> Path:
    made = openpyxl.Workbook()
    made.active.title = "Cover"
    people = made.create_sheet("People")
    people.append(["Contacts of Fennmoor"])
    people.append([])
    people.append(["Name", "Phone", "ZIP", "Account", "Since", "Seen", "Active", "Rate"])
    people.append(
        ["Maya", 12025550143, "02134", 4111111111111111, date(2031, 5, 4), datetime(2031, 5, 4, 13, 5), True, 0.1]
    )
    people.append([])
    people.append(["Tomasz", "+41 31 000 00 01", "00501", "00012345678901234567", None, None, False, -5])
    made.create_sheet("Other").append(["Name"])
    made.save(tmp_path / "people.bin")
    return tmp_path / "people.bin"


def test_a_workbook_is_read_as_it_looks(book):
    found = probe(book, "people.xlsx")
    assert (found.kind, found.sheets, found.sheet) == ("xlsx", ("Cover", "People", "Other"), "People")
    assert (found.header_line, found.preamble, found.row_count) == (3, ("Contacts of Fennmoor",), 2)
    maya, tomasz = rows(book, found)
    assert maya == [
        "Maya",
        "12025550143",
        "02134",
        "4111111111111111",
        "2031-05-04",
        "2031-05-04 13:05:00",
        "TRUE",
        "0.1",
    ]
    assert tomasz == ["Tomasz", "+41 31 000 00 01", "00501", "00012345678901234567", "", "", "FALSE", "-5"]


def test_rows_are_numbered_as_on_the_sheet(book):
    assert [line for line, _cells in numbered_rows(book, probe(book, "people.xlsx"))] == [4, 6]


def test_another_sheet_can_be_chosen(book):
    assert probe(book, "people.xlsx", sheet="Other").headers == ("Name",)
    with pytest.raises(UnreadableFile, match="no sheet of that name"):
        probe(book, "people.xlsx", sheet="Gone")


def test_an_open_document_is_read_too(tmp_path):
    document, table = OpenDocumentSpreadsheet(), Table(name="People")
    for cells in (["Name", "ZIP"], ["Maya", "02134"]):
        row = TableRow()
        for text in cells:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "people.ods"))
    found = probe(tmp_path / "people.ods", "people.ods")
    assert (found.kind, found.headers) == ("ods", ("Name", "ZIP"))
    assert list(rows(tmp_path / "people.ods", found)) == [["Maya", "02134"]]


def test_an_empty_workbook_says_so(tmp_path):
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(UnreadableFile, match="no rows"):
        probe(tmp_path / "empty.xlsx", "empty.xlsx")


def test_reading_a_large_workbook_takes_little_memory(tmp_path):
    write_xlsx(
        tmp_path / "big.xlsx", ["Name", "E-mail"], ([f"Maya {n}", f"maya{n}@example.com"] for n in range(40_000))
    )
    script = (
        "import re, sys; from pathlib import Path\n"
        "from django.conf import settings; settings.configure(USE_I18N=False)\n"
        "from doorstep.kit.tables import probe, rows\n"
        "path = Path(sys.argv[1]); print(sum(1 for _ in rows(path, probe(path, 'big.xlsx'))))\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "big.xlsx")], capture_output=True, text=True, check=True
    )
    count, megabytes = map(int, ran.stdout.split())
    assert count == 40_000
    assert megabytes < 150
