"""Text files of every make are read as they were meant."""

from pathlib import Path

import pytest

from doorstep.kit.tables import UnreadableFile, numbered_rows, probe, rows


@pytest.fixture
def file(tmp_path):
    def write(content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "people.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def read(path: Path, **choice) -> tuple[tuple[str, ...], list[list[str]]]:
    found = probe(path, path.name, **choice)
    body = list(rows(path, found))
    assert found.row_count == len(body)
    assert [list(cells) for cells in found.preview] == body[:20]
    return found.headers, body


PEOPLE = "Name{0}City{0}Phone\r\nZoë Müller{0}Łódź{0}+12025550143\r\nTomasz{0}Basel{0}0044 20 7946 0958\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_delimiter_and_encoding_are_found(file, delimiter, encoding):
    path = file(PEOPLE.format(delimiter), encoding)
    headers, body = read(path)
    assert headers == ("Name", "City", "Phone")
    assert body[0] == ["Zoë Müller", "Łódź", "+12025550143"]
    assert probe(path, "people.csv").delimiter == delimiter


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1252", "Zoë Müller"), ("cp1252", "José Peña"), ("cp1251", "Мария Иванова"), ("cp1252", "François Lefèvre")],
)
def test_the_encodings_that_windows_left_behind_are_found(file, encoding, name):
    people = f"Name,E-mail\n{name},maya@example.com\nSam Reed,sam@example.com\n"
    path = file(people, encoding)
    assert probe(path, "people.csv").encoding == encoding
    assert read(path)[1][0][0] == name


def test_a_person_who_knows_better_chooses_the_encoding_and_the_headers(file):
    path = file("Liste\nName;Город\nМая;Тула\n", "cp1251")
    headers, body = read(path, encoding="cp1251", delimiter=";", header_line=2)
    assert (headers, body) == (("Name", "Город"), [["Мая", "Тула"]])
    with pytest.raises(UnreadableFile, match="not an encoding"):
        probe(path, "people.csv", encoding="rot13")
    with pytest.raises(UnreadableFile, match="cannot part columns"):
        probe(path, "people.csv", delimiter='"')
    with pytest.raises(UnreadableFile, match="No row starts on line 9"):
        probe(path, "people.csv", header_line=9)


def test_lines_above_the_headers_are_passed_over_and_shown(file):
    path = file("Contacts of Fennmoor\n\nExported,2031-05-04\nName,City,E-mail\nMaya,Bern,maya@example.com\n")
    found = probe(path, "people.csv")
    assert found.header_line == 4
    assert found.preamble == ("Contacts of Fennmoor", "Exported 2031-05-04")
    assert list(rows(path, found)) == [["Maya", "Bern", "maya@example.com"]]


def test_a_separator_declared_for_excel_is_obeyed(file):
    assert read(file("sep=;\nName;Note\nMaya;a,b,c\n")) == (("Name", "Note"), [["Maya", "a,b,c"]])


def test_a_file_without_headers_loses_no_row(file):
    headers, body = read(file("Maya,maya@example.com,Bern\nTomasz,tomasz@example.com,Basel\n"))
    assert headers == ("Column 1", "Column 2", "Column 3")
    assert len(body) == 2


def test_a_comma_too_many_in_one_row_does_not_make_it_the_headers(file):
    headers, body = read(file("Name,City\nMaya,Bern\nTomasz,Basel,a,b,c,d\nLena,Chur\n"))
    assert headers == ("Name", "City", "Column 3", "Column 4", "Column 5", "Column 6")
    assert [cells[0] for cells in body] == ["Maya", "Tomasz", "Lena"]


def test_rows_shorter_or_longer_than_the_headers_keep_every_cell(file):
    path = file("Name,City\nMaya\nTomasz,Basel,,\nLena,Chur,late\n")
    found = probe(path, "people.csv")
    assert found.headers == ("Name", "City", "Column 3")
    assert found.ragged_rows == 1
    assert list(rows(path, found)) == [["Maya", "", ""], ["Tomasz", "Basel", ""], ["Lena", "Chur", "late"]]


def test_headers_without_a_name_or_twice_the_same_get_one_of_their_own(file):
    assert read(file("Phone,,phone,Phone 2,\na,b,c,d,\n"))[0] == ("Phone", "Column 2", "phone 2", "Phone 2 2")


def test_a_single_column_stays_one(file):
    assert read(file("Name\nOkonjo Maya\nReed, Sam\nBielak Tomasz\nVogt Lena\n"))[1][1] == ["Reed, Sam"]


def test_rows_are_numbered_by_the_line_they_start_on(file):
    path = file('Name,Note\n\nMaya,"two\nlines"\r\n\r\n,\nTomasz,one\n\n\n')
    assert list(numbered_rows(path, probe(path, "people.csv"))) == [(3, ["Maya", "two\nlines"]), (7, ["Tomasz", "one"])]


def test_nulls_old_line_ends_and_spaced_quotation_marks_do_no_harm(file):
    assert read(file(b"Name,No\0te\rMaya,\0fine\r"))[1] == [["Maya", "fine"]]
    assert read(file('"Name", "Note"\n"Maya", "a, b"\n'))[1] == [["Maya", "a, b"]]


def test_zeros_and_long_numbers_survive(file):
    cells = ["00123", "123456789012345678901", "+41310000001", "1.2025550143E+10"]
    assert read(file("a,b,c,d\n" + ",".join(cells) + "\n"))[1] == [cells]
    assert read(file('Name,ZIP\nMaya,="02134"\n'))[1] == [["Maya", "02134"]]


def test_an_inch_mark_is_not_a_quotation_mark(file):
    assert read(file('Name,Size\nMaya,5" pipe\nTomasz,6" pipe\n'))[1] == [["Maya", '5" pipe'], ["Tomasz", '6" pipe']]


def test_headers_alone_are_a_table_without_rows(file):
    assert read(file("Name,City\n")) == (("Name", "City"), [])
