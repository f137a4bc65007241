"""The same rows give the same leads whatever file they come in; what is hostile stays text."""

import csv
import io
from pathlib import Path

import pytest

from doorstep.importing import receiving
from doorstep.importing.template import refused, template
from doorstep.importing.tests.importer import Importer
from doorstep.kit.tables import UnreadableFile, numbered_rows, probe
from doorstep.leads.models import Lead
from tests.people import contact_file, table_file

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "'; DROP TABLE leads_lead; --",
    "=1+1",
    "%s %(name)s",
    "../../etc",
    "a\tb",
    "\\N",
    "null",
    "نور",
)


def leads() -> list[dict[str, object]]:
    left_out = {"id", "received_at", "updated_at", "searched"}
    return [
        {name: value for name, value in row.items() if name not in left_out}
        for row in Lead.objects.filter(deleted_at=None).order_by("email_key").values()
    ]


def test_csv_and_xlsx_of_the_same_rows_give_the_same_leads(importer: Importer, tmp_path: Path) -> None:
    run = importer.file(contact_file("doorstep", 60, tmp_path / "people.csv"))
    from_csv = leads()
    importer.undo(run)
    importer.file(contact_file("doorstep", 60, tmp_path / "people.xlsx"))
    assert leads() == from_csv
    assert len(from_csv) == 60


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_names_survive_the_encodings_of_the_world(importer: Importer, tmp_path: Path, encoding: str) -> None:
    rows = [["Zoë", f"Müller-{number}", f"zoe{number}@example.com", "Köln, Straße"] for number in range(40)]
    importer.file(table_file(tmp_path / "p.csv", ["Vorname", "Nachname", "E-Mail", "City"], rows, encoding=encoding))
    assert Lead.objects.get(email_key="zoe7@example.com").name == "Zoë Müller-7"


def test_lines_above_the_headers_are_skipped_and_rows_keep_their_number(importer: Importer, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("My contacts\nExported today\nName;E-mail\nAda Lopes;ada@example.com\nJoel;joel@\n")
    run = importer.file(path)
    assert Lead.objects.get().last_name == "Lopes"
    assert list(importer.results(run)) == [4, 5]


def test_a_person_may_read_the_file_another_way(importer: Importer, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes("Name,E-mail\nЗоя,zoya@example.com\n".encode("cp1251"))
    upload = importer.upload(path)
    receiving.read_again(upload, by=importer.member, encoding="cp1251")
    importer.write(upload)
    assert Lead.objects.get().name == "Зоя"


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(importer: Importer, words: str) -> None:
    run = importer(
        "First name,E-mail,Company,Tags,Note",
        [words, "ada@example.com", words, words, words],
        [words, "joel@", words, "", ""],
    )
    lead = Lead.objects.get()
    assert lead.company == " ".join(words.replace("\0", "").split())
    table = list(csv.reader(io.StringIO(refused(run, "csv").decode("utf-8-sig"))))
    assert not table[1][0].startswith("=")


def test_rows_that_failed_come_back_as_a_file_with_the_reason(importer: Importer, tmp_path: Path) -> None:
    run = importer("First name,E-mail,SSN", ["Ada", "ada@example.com", "1"], ["Joel", "joel@", "900-12-3456"])
    path = tmp_path / "back.xlsx"
    path.write_bytes(refused(run, "xlsx"))
    found = probe(path, path.name)
    assert found.headers == ("First name", "E-mail", "SSN", "Row", "Reason")
    [(_line, row)] = numbered_rows(path, found)
    assert row[:4] == ["Joel", "joel@", "", "3"]
    assert "The address stops after the @" in row[4]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_template_is_recognised_when_it_comes_back(importer: Importer, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"template.{kind}"
    path.write_bytes(template(kind))
    upload = importer.upload(path)
    assert (upload.preset, upload.total) == ("doorstep", 0)
    assert "" not in upload.mapping


def test_a_file_that_is_no_table_leaves_nothing_behind(importer: Importer, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(b"%PDF-1.7 and so on")
    with pytest.raises(UnreadableFile, match="This is a PDF"):
        importer.upload(path)


def test_a_note_that_is_too_long_is_not_cut_but_said(importer: Importer) -> None:
    done = importer(
        "Name,E-mail,Note", ["Maya", "maya@example.com", "n" * 20_001], ["Tomasz", "tomasz@example.com", ""]
    )
    assert (done.created, done.failed) == (1, 1)
    assert "at most 20,000 fit" in importer.results(done)[2][1]
