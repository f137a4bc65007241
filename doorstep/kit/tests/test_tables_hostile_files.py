"""A file that means harm, or is no table, is refused in time, in little memory, with a sentence that helps."""

import os
import time
import zipfile
from pathlib import Path

import pytest

from doorstep.kit.tables import UnreadableFile, probe
from doorstep.kit.tests.workbooks import cell, sheet, workbook

SECONDS = 5


def refusal(path: Path) -> str:
    started = time.monotonic()
    with pytest.raises(UnreadableFile) as refused:
        probe(path, path.name)
    assert time.monotonic() - started < SECONDS
    return refused.value.sentence


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_the_workbooks_of_these_tests_can_be_read_when_they_are_harmless(tmp_path):
    found = probe(workbook(tmp_path / "a.xlsx", sheet(rows=cell("A1", "Name") + cell("A2", "Maya"))), "a.xlsx")
    assert (found.headers, found.preview) == (("Name",), (("Maya",),))


def test_a_bomb_is_not_unpacked(tmp_path):
    bomb = {"xl/sharedStrings.xml": b"<sst>" + b" " * 60_000_000}
    assert "unpacks to far more" in refusal(workbook(tmp_path / "bomb.xlsx", sheet(), bomb))


def test_a_bomb_of_many_parts_is_not_unpacked(tmp_path):
    parts = {f"xl/media/{number}.bin": b"" for number in range(6_000)}
    assert "unpacks to far more" in refusal(workbook(tmp_path / "parts.xlsx", sheet(), parts))


def test_a_far_cell_is_refused_when_it_is_declared(tmp_path):
    far = sheet(dimension="A1:XFD1048576", rows=cell("A1", "Name") + cell("XFD1048576", "x"))
    assert "reaches too far" in refusal(workbook(tmp_path / "far.xlsx", far))


def test_a_far_cell_is_refused_when_it_is_hidden(tmp_path):
    far = sheet(dimension="A1:B2", rows=cell("A1", "Name") + cell("XFD1048576", "x"))
    assert "too large" in refusal(workbook(tmp_path / "far.xlsx", far))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entities_are_refused_wherever_they_stand(tmp_path, part):
    secret = written(tmp_path / "secret.txt", b"the secret")
    external = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><x>&e;</x>'
    sentence = refusal(workbook(tmp_path / "xxe.xlsx", sheet(rows=cell("A1", "Name")), {part: external}))
    assert "instructions that no spreadsheet needs" in sentence
    assert "secret" not in sentence


def test_a_billion_laughs_are_refused(tmp_path):
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    book = workbook(tmp_path / "laughs.xlsx", sheet(prolog=laughs, rows=cell("A1", "&b;")))
    assert "instructions that no spreadsheet needs" in refusal(book)


@pytest.mark.parametrize("name", ["../../evil.sh", "/etc/cron.d/evil", "xl\\..\\..\\evil.bat", "C:evil.exe"])
def test_a_part_that_would_leave_its_folder_is_refused(tmp_path, name):
    assert "outside its folder" in refusal(workbook(tmp_path / "slip.xlsx", sheet(), {name: b"x"}))
    assert list(tmp_path.iterdir()) == [tmp_path / "slip.xlsx"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused(tmp_path):
    path = workbook(tmp_path / "twice.xlsx", sheet(rows=cell("A1", "Name")))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet(rows=cell("A1", "Other")))
    assert "damaged" in refusal(path)


def test_a_sheet_that_repeats_a_cell_without_end_is_refused(tmp_path):
    table = (
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="50" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(tmp_path / "many.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", "<m/>")
    assert "too large" in refusal(tmp_path / "many.ods")


@pytest.mark.parametrize("cut", [30, 200, 600])
def test_a_workbook_cut_short_is_called_damaged(tmp_path, cut):
    whole = workbook(tmp_path / "whole.xlsx", sheet(rows=cell("A1", "Name"))).read_bytes()
    assert "damaged" in refusal(written(tmp_path / "cut.xlsx", whole[:cut]))


def test_an_encrypted_workbook_asks_for_its_password_to_be_removed(tmp_path):
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500
    assert "protected with a password" in refusal(written(tmp_path / "locked.xlsx", locked))


def test_an_encrypted_ods_asks_for_its_password_to_be_removed(tmp_path):
    with zipfile.ZipFile(tmp_path / "locked.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        archive.writestr("content.xml", os.urandom(200))
    assert "protected with a password" in refusal(tmp_path / "locked.ods")


def test_an_old_excel_file_asks_to_be_saved_anew(tmp_path):
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "Workbook".encode("utf-16-le")
    assert ".xls)" in refusal(written(tmp_path / "old.xls", old))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("report.xls", b"\xef\xbb\xbf\n<html><table><tr><td>Name</td></tr></table></html>", "web page"),
        ("report.xls", "<!DOCTYPE html><p>Name".encode("utf-16"), "web page"),
        ("report.xls", b'<?xml version="1.0"?><Workbook/>', "XML file"),
        ("people.csv", b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", "vCard"),
        ("people.csv", b'[{"name": "Maya"}]', "JSON"),
        ("people.csv", b"%PDF-1.7\n...", "PDF"),
        ("people.csv", b"\x89PNG\r\n\x1a\n", "picture"),
        ("people.csv", b"\n<SVG xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></SVG>", "picture"),
        ("people.csv", b"GIF89a" + b"PK\x03\x04" * 10, "picture"),
        ("people.csv", b"\x1f\x8b\x08\x00", "archive"),
        ("people.csv", b"\x7fELF\x02\x01", "not a table"),
        ("people.csv", bytes(range(256)) * 40, "not a table"),
        ("people.csv", b"\0" * 5000, "not a table"),
        ("people.csv", b"", "empty"),
        ("people.csv", b"\n\n  \n,,,\n", "empty"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(tmp_path, name, content, sentence):
    assert sentence in refusal(written(tmp_path / name, content))


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("word/document.xml", "a document"),
        ("readme.txt", "archive"),
        ("xl/workbook.bin", ".xlsb"),
        ("Index/Document.iwa", "Numbers"),
    ],
)
def test_other_documents_in_a_zip_are_called_what_they_are(tmp_path, part, sentence):
    with zipfile.ZipFile(tmp_path / "people.xlsx", "w") as archive:
        archive.writestr(part, "<x/>")
    assert sentence in refusal(tmp_path / "people.xlsx")


def test_random_bytes_are_no_table(tmp_path):
    assert "not a table" in refusal(written(tmp_path / "people.csv", b"\x01" + os.urandom(100_000)))


def test_a_folder_a_pipe_and_nothing_at_all_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is a folder" in refusal(tmp_path)
    assert "not a table" in refusal(tmp_path / "pipe.csv")
    assert "There is no file “gone.csv”" in refusal(tmp_path / "gone.csv")


def test_a_line_without_end_is_refused(tmp_path):
    assert "longer than a million" in refusal(written(tmp_path / "long.csv", b"a" * 3_000_000))


def test_a_table_of_countless_columns_is_refused(tmp_path):
    assert "columns" in refusal(written(tmp_path / "wide.csv", b"a," * 3_000 + b"a\n"))


@pytest.mark.parametrize("rows_behind", [3, 5_000])
def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line(tmp_path, rows_behind):
    content = b'Name,Note\nMaya,fine\nTomasz,"never closed\n' + b"Lena,swallowed whole by it\n" * rows_behind
    assert "line 3 is never closed" in refusal(written(tmp_path / "quote.csv", content))
