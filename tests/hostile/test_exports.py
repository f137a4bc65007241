"""A file of ours opens as text in any spreadsheet, and brings the same words back when it is imported."""

import csv
from pathlib import Path

import openpyxl
import pytest
from django.core.files import File

from doorstep.accounts.models import Member, Team
from doorstep.importing import lifecycle as course
from doorstep.importing import receiving
from doorstep.importing.models import Import
from doorstep.importing.running import write_rows
from doorstep.leads.capture import capture
from doorstep.leads.chosen import Chosen
from doorstep.leads.exporting import leads_export
from doorstep.leads.models import Lead
from doorstep.tenancy.exporting import Format
from doorstep.tenancy.models import Business
from tests.exported import finish
from tests.hostile.words import ADDRESSES, WORDS, Word

TOLD = ("first_name", "email", "company", "job_title", "city", "source", "search_criteria")
HEADERS = ("First name", "E-mail", "Company", "Job title", "City", "Source", "Search criteria")
RUNS = ("=", "+", "-", "@", "\t", "\r", "\uff1d")


@pytest.fixture
def told(house: Team, ann: Member) -> dict[str, Word]:
    """A lead for each word, by its e-mail."""
    by_email = {f"lead{at}@hostile.example": word for at, word in enumerate(WORDS)}
    by_email |= dict(zip(ADDRESSES, WORDS, strict=False))
    for email, word in by_email.items():
        capture(house, by=ann, email=email, **{name: word.typed for name in TOLD if name != "email"})
    return by_email


def made(business: Business, ann: Member, kind: Format, folder: Path) -> Path:
    work = leads_export.ask(kind, by=ann, back="", **Chosen(query={}).arguments)
    path = folder / f"leads.{kind.value}"
    with finish(work).file.open("rb") as stored:
        path.write_bytes(stored.read())
    return path


def test_a_workbook_holds_the_words_as_text_and_no_formula(
    at_fennmoor: Business, ann: Member, told: dict[str, Word], tmp_path: Path
) -> None:
    path = made(at_fennmoor, ann, Format.XLSX, tmp_path)
    head, *lines = openpyxl.load_workbook(path).active.iter_rows()
    at = {cell.value: number for number, cell in enumerate(head)}
    for line in lines:
        word = told[line[at["E-mail"]].value]
        for name in HEADERS:
            cell = line[at[name]]
            assert cell.data_type == "s", (word.name, name)
            assert cell.hyperlink is None, (word.name, name)
        assert line[at["Company"]].value == word.as_line, word.name
        assert (line[at["Search criteria"]].value or "").replace("_x000D_", "\r") == word.as_text, word.name
    assert len(lines) == len(told)


def test_no_cell_of_a_csv_file_would_be_run(
    at_fennmoor: Business, ann: Member, told: dict[str, Word], tmp_path: Path
) -> None:
    path = made(at_fennmoor, ann, Format.CSV, tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == len(told)
    for line in lines:
        word = told[line["E-mail"].lstrip("'")]
        runs = word.as_line.lstrip("'").startswith(RUNS) and word.typed not in ("-5", "-0", "+1 555 010 0100")
        assert line["Company"] == (f"'{word.as_line}" if runs else word.as_line), word.name
        for cell in filter(None, line.values()):
            assert not cell.startswith(RUNS) or cell in ("-5", "-0", "+1 555 010 0100"), word.name


@pytest.mark.parametrize("kind", list(Format))
def test_what_was_exported_comes_back_as_it_was(
    at_fennmoor: Business, ann: Member, told: dict[str, Word], tmp_path: Path, kind: Format
) -> None:
    path = made(at_fennmoor, ann, kind, tmp_path)
    before = facts()
    Lead.objects.all().delete()
    with path.open("rb") as file:
        run: Import = receiving.receive(File(file, path.name), path.name, by=ann)
    mapping = [dict(zip(HEADERS, TOLD, strict=True)).get(header, "") for header in run.reading["headers"]]
    course.choose(run, by=ann, mapping=mapping)
    course.begin(run, by=ann)
    write_rows(at_fennmoor.pk, run.pk)
    assert run.fresh().created == len(told), run.fresh().note
    assert facts() == before


def facts() -> dict[str, dict[str, str]]:
    return {lead["email"]: lead for lead in Lead.objects.values(*TOLD)}
