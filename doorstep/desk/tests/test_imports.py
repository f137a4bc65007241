"""A file comes in at the desk: uploaded, matched, checked, imported, taken back."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from doorstep.accounts.models import Member
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.importing.jobs import check_import, run_import, undo_import
from doorstep.importing.models import Import
from doorstep.leads.editing import edit
from doorstep.leads.models import Lead
from tests.people import contact_file

ROWS = """First name,Last name,E-mail,Phone,Lead type
Ada,Lopes,ada@example.com,,Vendor
Maya,Reed,maya.okonjo@example.com,,
Joel,B,joel@,,
"""


@pytest.fixture
def anns(ann: Member) -> Client:
    return browser_of(ann)


def upload(browser: Client, path: Path) -> Import:
    with path.open("rb") as content:
        answer = browser.post("/desk/imports/", {"file": content})
    assert answer.status_code == 302, words(answer)
    return Import.objects.order_by("-created_at")[0]


@pytest.fixture
def uploaded(anns: Client, tmp_path: Path) -> Import:
    path = tmp_path / "autumn.csv"
    path.write_text(ROWS)
    return upload(anns, path)


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def page(browser: Client, run: Import, part: str = "") -> str:
    answer = browser.get(f"/desk/imports/{run.pk}/{part}", follow=True)
    assert answer.status_code == 200
    return words(answer)


def choices(run: Import, **changed: object) -> dict[str, object]:
    typed = {f"to_{at}": target for at, target in enumerate(run.mapping)}
    return {**typed, "mode": "both", "match": ["email", "phone"], "unknown": "blank", **changed}


def work(job: object, run: Import) -> None:
    job.run(str(run.business_id), import_id=str(run.pk))  # type: ignore[attr-defined]


def check(browser: Client, run: Import, **changed: object) -> None:
    answer = browser.post(f"/desk/imports/{run.pk}/columns/", choices(run, check="yes", **changed))
    assert answer.headers["Location"] == f"/desk/imports/{run.pk}/check/"
    work(check_import, run)


def test_from_a_file_to_leads_and_back(anns: Client, uploaded: Import, maya: Lead, ann: Member) -> None:
    assert "autumn.csv, 3 rows, Unicode (UTF-8), separated by comma." in page(anns, uploaded)
    check(anns, uploaded)
    said = page(anns, uploaded)
    assert "New leads 1 Leads to update 1 Nothing to change 0 Cannot be imported 1" in said
    assert "Name changes from Maya Okonjo to Maya Reed." in said
    assert Lead.objects.count() == 1

    anns.post(f"/desk/imports/{uploaded.pk}/run/")
    assert "Importing autumn.csv" in page(anns, uploaded)
    work(run_import, uploaded)
    assert "New leads 1 Updated 1" in page(anns, uploaded)
    edit(maya.fresh(), by=ann, city="Boston")

    anns.post(f"/desk/imports/{uploaded.pk}/undoing/")
    work(undo_import, uploaded)
    assert "One lead was edited since, so it was left alone." in page(anns, uploaded)
    assert "Maya Reed Edited since the import" in page(anns, uploaded, "kept/")
    assert "Undone on" in words(anns.get("/desk/imports/"))
    assert Lead.objects.filter(deleted_at=None).count() == 1


def test_the_columns_page_shows_what_deserves_a_look(anns: Client, tmp_path: Path) -> None:
    run = upload(anns, contact_file("wealthbox", 30, tmp_path / "w.csv"))
    said = page(anns, run)
    assert "This looks like an export from Wealthbox." in said
    assert "contact_type Trader, Prospect, Vendor" in said
    assert "2 unknown values" in said
    assert "ssn Hidden" in said
    assert "Sensitive, left out" in said
    assert "900-00" not in said


def test_a_change_of_a_column_is_kept_and_shown_at_once(anns: Client, uploaded: Import) -> None:
    answer = anns.post(
        f"/desk/imports/{uploaded.pk}/columns/", choices(uploaded, to_4="company"), headers={"hx-request": "true"}
    )
    assert "<html" not in answer.content.decode()
    assert "Company Vendor" in words(answer)
    assert uploaded.fresh().mapping[4] == "company"


def test_a_mapping_that_makes_nobody_is_refused_with_a_word(anns: Client, uploaded: Import) -> None:
    nobody = {f"to_{at}": "" for at in range(5)}
    answer = anns.post(f"/desk/imports/{uploaded.pk}/columns/", choices(uploaded, check="yes", **nobody))
    assert answer.status_code == 422
    assert "No column goes to a name, an e-mail or a phone." in words(answer)


def test_the_file_can_be_read_another_way(anns: Client, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes("Name,E-mail\nЗоя,zoya@example.com\n".encode("cp1251"))
    run = upload(anns, path)
    anns.post(f"/desk/imports/{run.pk}/reading/", {"encoding": "cp1251", "delimiter": ",", "header_line": "1"})
    assert "Зоя" in page(anns, run)
    refusal = anns.post(f"/desk/imports/{run.pk}/reading/", {"header_line": "90"}, follow=True)
    assert "No row starts on line 90." in words(refusal)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"%PDF-1.7", "This is a PDF."), (b"", "The file is empty. Export it again and check that it has rows.")],
)
def test_a_file_that_is_no_table_is_refused_beside_the_field(
    anns: Client, tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(content)
    with path.open("rb") as file:
        answer = anns.post("/desk/imports/", {"file": file})
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Import.objects.exists()


def test_refused_rows_and_the_template_can_be_downloaded(anns: Client, uploaded: Import) -> None:
    check(anns, uploaded)
    answer = anns.get(f"/desk/imports/{uploaded.pk}/refused.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="autumn-not-imported.csv"'
    assert "joel@" in answer.content.decode()
    for kind in ("csv", "xlsx"):
        assert anns.get(f"/desk/imports/template.{kind}").status_code == 200
    assert anns.get("/desk/imports/template.exe").status_code == 404


def test_results_are_paged_by_row(anns: Client, tmp_path: Path) -> None:
    run = upload(anns, contact_file("doorstep", 120, tmp_path / "p.csv"))
    check(anns, run)
    assert "Rows 2 to 51 of the file" in page(anns, run, "check/?show=all")
    assert "Rows 52 to 101 of the file" in page(anns, run, "check/?show=all&after=51")
    assert "Rows 2 to 51 of the file" in page(anns, run, "check/?show=all&before=52")


def test_an_import_is_paused_and_taken_up_again(anns: Client, uploaded: Import) -> None:
    check(anns, uploaded)
    anns.post(f"/desk/imports/{uploaded.pk}/run/")
    anns.post(f"/desk/imports/{uploaded.pk}/pause/")
    work(run_import, uploaded)
    assert "autumn.csv is paused" in page(anns, uploaded)
    assert not Lead.objects.exists()
    anns.post(f"/desk/imports/{uploaded.pk}/resumption/")
    work(run_import, uploaded)
    assert Lead.objects.count() == 2


def test_two_clicks_on_import_start_one(anns: Client, uploaded: Import) -> None:
    check(anns, uploaded)
    anns.post(f"/desk/imports/{uploaded.pk}/run/")
    again = anns.post(f"/desk/imports/{uploaded.pk}/run/", follow=True)
    assert "this import is running now" in words(again)


def test_an_upload_can_be_discarded(anns: Client, uploaded: Import) -> None:
    assert "Nothing of it was imported." in words(anns.post(f"/desk/imports/{uploaded.pk}/discarding/", follow=True))
    assert not Import.objects.exists()


POSTS = ("columns/", "reading/", "run/", "pause/", "resumption/", "continuation/", "undoing/", "discarding/")


@pytest.mark.parametrize("part", ["", "columns/", "check/", "kept/", "refused.csv"])
def test_another_members_import_is_not_there(uploaded: Import, kofi: Member, part: str) -> None:
    assert browser_of(kofi).get(f"/desk/imports/{uploaded.pk}/{part}").status_code == 404


@pytest.mark.parametrize("part", POSTS)
def test_another_members_import_cannot_be_touched(uploaded: Import, kofi: Member, part: str) -> None:
    before = Import.objects.values().get()
    assert browser_of(kofi).post(f"/desk/imports/{uploaded.pk}/{part}").status_code == 404
    assert Import.objects.values().get() == before


def test_an_admin_sees_the_imports_of_the_team(kofi: Member, anns: Client, tmp_path: Path) -> None:
    run = upload(browser_of(kofi), contact_file("doorstep", 3, tmp_path / "p.csv"))
    assert "by Kofi Mensah" in words(anns.get("/desk/imports/"))
    assert "Match columns" in page(anns, run)


def test_the_pages_ask_little_of_the_database(
    anns: Client, uploaded: Import, django_assert_max_num_queries: object
) -> None:
    check(anns, uploaded)
    for path in ("", "check/", "columns/"):
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            anns.get(f"/desk/imports/{uploaded.pk}/{path}", follow=True)
