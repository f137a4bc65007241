"""Files that mean harm or are broken: each ends in a table or in one sentence, in time and in bounded memory.

More of them stand beside the reader, in `doorstep/kit/tests/test_tables_hostile_files.py`.
"""

import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from doorstep.kit.tests.workbooks import cell, sheet, workbook

SECONDS = 5.0
CHILD_MEGABYTES, PARENT_MEGABYTES = 512, 200
READ = r"""
import json, re, resource, sys
import django
from django.conf import settings
settings.configure(USE_I18N=False)
django.setup()
from pathlib import Path
from doorstep.kit.tables import UnreadableFile, probe, rows
from doorstep.kit.errors import NotAllowed
path = Path(sys.argv[1])
told = {"sentence": "", "rows": []}
try:
    found = probe(path, path.name)
    told["rows"] = [list(found.headers)] + [row for _at, row in zip(range(5), rows(path, found))]
except NotAllowed as refusal:
    told["sentence"] = refusal.sentence
mine, its = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
told["seconds"] = mine.ru_utime + mine.ru_stime + its.ru_utime + its.ru_stime
told["megabytes"] = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
told["child"] = its.ru_maxrss / 1024
print(json.dumps(told))
"""
MISSING_STRING = '<row r="1"><c r="A1" t="s"><v>4000000000</v></c></row>'
Make = Callable[[Path], Path]
Rows = list[list[str]]


def read(path: Path) -> dict[str, object]:
    """In a process of its own, whose memory and time on a processor can be measured."""
    done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return dict(json.loads(done.stdout))


def within_bounds(told: dict[str, object]) -> bool:
    spent = (float(str(told[name])) for name in ("seconds", "megabytes", "child"))
    limits = (SECONDS, PARENT_MEGABYTES, CHILD_MEGABYTES)
    return all(used < limit for used, limit in zip(spent, limits, strict=True))


def text_file(name: str, content: bytes) -> Make:
    return lambda folder: write(folder / name, content)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def book(worksheet: str, more: dict[str, str | bytes] | None = None, *, name: str = "people.xlsx") -> Make:
    return lambda folder: workbook(folder / name, worksheet, more)


def with_a_link(folder: Path) -> Path:
    """A part that is a symbolic link to where the passwords are."""
    path = workbook(folder / "people.xlsx", sheet(rows=cell("A1", "Name")))
    link = zipfile.ZipInfo("xl/sharedStrings.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    return path


def lying_about_sizes(folder: Path) -> Path:
    """Each part is said to hold ten bytes; one holds a hundred million."""
    path = workbook(folder / "people.xlsx", sheet(), {"xl/sharedStrings.xml": b"<sst>" + b" " * 100_000_000})
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 24 : at + 28] = (10).to_bytes(4, "little")
        at = content.find(b"PK\x01\x02", at + 4)
    return write(path, bytes(content))


def nested_without_end(_depth: int = 200_000) -> str:
    return sheet(rows="<row>" * _depth + "</row>" * _depth)


def empty_rows(count: int) -> str:
    return sheet(rows=cell("A1", "Name") + "".join(f'<row r="{at}"/>' for at in range(2, count)))


def formulas() -> str:
    return sheet(
        rows='<row r="1"><c r="A1" t="str"><f>"Na"&amp;"me"</f><v>Name</v></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>WEBSERVICE("http://example.com")</f></c></row>'
        '<row r="4"><c r="A4" t="inlineStr"><is><t>=1+1</t></is></c></row>'
    )


EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
NAME = sheet(rows=cell("A1", "Name"))
REFUSED: dict[str, tuple[Make, str]] = {
    "a bomb": (book(NAME, {"xl/sharedStrings.xml": b"<sst>" + b" " * 60_000_000}), "unpacks to far more"),
    "a far cell": (book(sheet(rows=cell("A1", "Name") + cell("XFD1048576", "x"))), "too large"),
    "a word that stands for a file elsewhere": (book(NAME, {"xl/sharedStrings.xml": EXTERNAL}), "instructions"),
    "a part that leaves its folder": (book(NAME, {"../../evil.sh": b"x"}), "outside its folder"),
    "a drawing with a script": (
        text_file("people.csv", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        "picture",
    ),
    "a workbook whose sizes are lies": (lying_about_sizes, "damaged"),
    "a part that links elsewhere": (with_a_link, "damaged"),
    "tags in tags without end": (book(nested_without_end()), "no rows"),
    "a cell of thirty million letters": (book(sheet(rows=cell("A1", "x" * 30_000_000))), ""),
    "random bytes in a zip's clothes": (text_file("people.xlsx", b"PK\x03\x04" + os.urandom(5_000)), "damaged"),
    "strings that are not there": (book(sheet(rows=MISSING_STRING)), "damaged"),
    "a CSV of a million empty lines": (text_file("people.csv", b"\n" * 1_000_000), "empty"),
    "fifty megabytes of line ends": (text_file("people.csv", b"\n" * 50_000_000), "more than a million lines"),
    "a CSV of nothing but commas": (text_file("people.csv", (b"," * 200 + b"\n") * 20_000), "empty"),
    "a cell of five million letters in a CSV": (
        text_file("people.csv", b'Name,Note\nMaya,"' + b"x" * 5_000_000 + b'"\n'),
        "longer than a million",
    ),
    "a mark for UTF-16 before something else": (
        text_file("people.csv", b"\xff\xfe" + os.urandom(4_001)),
        "not a table",
    ),
    "a picture with a table behind it": (
        text_file("people.xlsx", b"\x89PNG\r\n\x1a\nName,E-mail\nMaya,maya@example.com\n"),
        "picture",
    ),
}
READABLE: dict[str, tuple[Make, Rows]] = {
    "a CSV that is called a workbook": (
        text_file("people.xlsx", b"Name,City\nMaya,Lagos\n"),
        [["Name", "City"], ["Maya", "Lagos"]],
    ),
    "a workbook that is called a CSV": (
        book(sheet(rows=cell("A1", "Name") + cell("A2", "Maya")), name="people.csv"),
        [["Name"], ["Maya"]],
    ),
    "a million empty rows": (book(empty_rows(1_000_000)), [["Name"]]),
    "NULs in the cells": (
        text_file("people.csv", b"Name,City\nMa\0ya,La\0gos\n"),
        [["Name", "City"], ["Maya", "Lagos"]],
    ),
    "ragged rows": (
        text_file("people.csv", b"Name,City,Note\nMaya\nTomasz,Gdansk,likes tea,and more\n"),
        [["Name", "City", "Note", "Column 4"], ["Maya", "", "", ""], ["Tomasz", "Gdansk", "likes tea", "and more"]],
    ),
    "one broken letter in UTF-8": (
        text_file("people.csv", "Name,City\nZoë,Köln\nMaya,Lagos\n".encode() + b"Jo\xc3,Bonn\n"),
        [["Name", "City"], ["Zoë", "Köln"], ["Maya", "Lagos"], ["Jo\ufffd", "Bonn"]],
    ),
    "formulas": (book(formulas()), [["Name"], ["2"], ["=1+1"]]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_a_sentence_in_time_and_in_little_memory(tmp_path: Path, what: str) -> None:
    make, sentence = REFUSED[what]
    told = read(make(tmp_path))
    assert sentence in str(told["sentence"]), told
    assert within_bounds(told), told
    assert "passwd" not in json.dumps(told)


@pytest.mark.parametrize("what", READABLE)
def test_it_is_odd_and_can_be_read(tmp_path: Path, what: str) -> None:
    make, expected = READABLE[what]
    told = read(make(tmp_path))
    assert told["sentence"] == ""
    assert told["rows"][: len(expected)] == expected  # type: ignore[index]
    assert within_bounds(told), told
