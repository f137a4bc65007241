"""What is written opens in a spreadsheet program, runs nothing there, and comes back as it was."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep.kit.tables import Card, probe, rows, write_csv, write_vcard, write_xlsx
from doorstep.kit.tables.formulas import neutralise, restore

CELL = st.text(st.characters(exclude_categories=["C"], include_characters="\t\r\n\u200d"), max_size=20)
TRICKY = st.sampled_from(
    ["=1+1", "'=1+1", "''@x", "+12025550143", "-5", "@a", "\t=x", '="00123"', "'", 'a"b', "a;b|c\td", "-", "+1-2"]
)
ROWS = st.lists(st.tuples(CELL | TRICKY, CELL | TRICKY), max_size=30)


@given(CELL | TRICKY | st.builds(lambda quotes, text: "'" * quotes + text, st.integers(0, 3), TRICKY))
def test_a_guarded_cell_comes_back_exactly(text):
    assert restore(neutralise(text)) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "+1-202-555-0143", "＝1+1", "-(1)"]
)
def test_what_would_be_run_is_guarded(text):
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["+12025550143", "-5", "-5.00", "+1 202 555 0143", "+44 (0)20 7946-0958", "-1,234.50", "-", "2-1", "a=b"]
)
def test_numbers_and_phones_are_left_alone(text):
    assert neutralise(text) == text


@settings(deadline=None)
@given(ROWS)
def test_a_written_csv_is_read_back_exactly(tmp_path_factory, table):
    path = tmp_path_factory.mktemp("csv") / "people.csv"
    write_csv(path, ["Name", "Note"], table)
    filled = [list(cells) for cells in table if "".join(cells).strip()]
    found = probe(path, path.name, header_line=1)
    assert found.headers == ("Name", "Note")
    assert list(rows(path, found)) == filled


def test_a_csv_opens_in_excel_whatever_its_country():
    stream = io.BytesIO()
    write_csv(
        stream,
        ["Name", "Phone", "Since"],
        [["Zoë; M", "+12025550143", date(2031, 5, 4)], ["=x", None, Decimal("-5.00")]],
    )
    assert stream.getvalue().decode() == (
        '\ufeff"Name","Phone","Since"\r\n"Zoë; M","+12025550143","2031-05-04"\r\n"\'=x","","-5.00"\r\n'
    )


def test_a_workbook_keeps_text_as_text_and_numbers_as_numbers(tmp_path):
    path = tmp_path / "people.xlsx"
    moment = datetime(2031, 5, 4, 13, 5, tzinfo=UTC)
    cells = [
        "=1+1",
        "https://example.com",
        "00123",
        7,
        12345678901234567,
        moment,
        date(1890, 1, 2),
        None,
        True,
        "a\x00\x1bb",
    ]
    write_xlsx(path, [f"c{number}" for number in range(len(cells))], [cells])
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[2]] == [
        *("=1+1", "https://example.com", "00123", 7, "12345678901234567"),
        *(datetime(2031, 5, 4, 13, 5), "1890-01-02", None, True, "ab"),
    ]
    assert sheet["A2"].data_type != "f"
    assert sheet["B2"].hyperlink is None
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].font.bold) == ("A2", "A1:J2", True)


@settings(deadline=None, max_examples=20)  # each starts a process
@given(
    st.lists(st.tuples(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20)), max_size=5)
)
def test_a_written_workbook_is_read_back_exactly(tmp_path_factory, table):
    path = tmp_path_factory.mktemp("xlsx") / "people.xlsx"
    write_xlsx(path, ["Name"], [*table, ("_x0041_",)])
    assert list(rows(path, probe(path, path.name, header_line=1))) == [*map(list, table), ["_x0041_"]]


def test_a_vcard_is_one_person_whatever_the_name_says():
    stream = io.BytesIO()
    write_vcard(stream, [Card(name="Maya, Okonjo\nEND:VCARD", first_name="Maya", phone="+12025550143", note="é" * 60)])
    lines = stream.getvalue().split(b"\r\n")
    assert lines[:3] == [b"BEGIN:VCARD", b"VERSION:3.0", b"FN:Maya\\, Okonjo\\nEND:VCARD"]
    assert lines.count(b"END:VCARD") == 1
    assert b"TEL;TYPE=VOICE:+12025550143" in lines
    assert all(len(line) <= 75 for line in lines)
    assert "é" * 60 in stream.getvalue().replace(b"\r\n ", b"").decode()
