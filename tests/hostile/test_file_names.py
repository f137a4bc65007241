"""A file's name is a word like any other: it leads out of no folder and breaks no header."""

import re
from email.message import Message as Headers
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client as Browser

from doorstep.accounts.models import Member, Team
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.importing.jobs import check_import
from doorstep.importing.models import Import
from doorstep.leads.capture import capture
from tests.hostile.words import WORDS

NAMES = {
    "a path": ("../../../x.csv", "x.csv"),
    "a path of Windows": ("..\\..\\x.csv", "x.csv"),
    "a place of its own": ("/etc/passwd", "passwd"),
    "a command": ("x; rm -rf '$(reboot)' &.csv", "x; rm -rf '$(reboot)' &.csv"),
    "an ended header": ("x%0d%0aSet-Cookie: a=b.csv", "x%0d%0aSet-Cookie: a=b.csv"),
    "a turned line": ("leads\u202evsc.exe", "leadsvsc.exe"),
    "a name of Windows": ("CON.csv", "CON.csv"),
    "markup": ("<x-trap><b>.csv", "<x-trap><b>.csv"),
    "a formula": ("=1+1.csv", "=1+1.csv"),
    "another script": ("\u0645\u0627\u064a\u0627.csv", "\u0645\u0627\u064a\u0627.csv"),
    "an ending alone": (".csv", ".csv"),
    "a word without an ending": ("null", "null"),
    "a very long name": ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    "a very long ending": ("x." + "\U0001f469" * 199, "." + "\U0001f469" * 199),
}
ROWS = "First name,E-mail\r\nAda,ada@example.com\r\nJoel,joel@\r\n"


@pytest.fixture
def anns(ann: Member) -> Browser:
    return browser_of(ann)


def upload(browser: Browser, name: str) -> HttpResponse:
    """As bytes on the wire: no library tidies the name on its way."""
    part = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n{ROWS}\r\n--edge--\r\n'
    return browser.post("/desk/imports/", part.encode(), content_type="multipart/form-data; boundary=edge")


@pytest.mark.parametrize(("typed", "shown"), NAMES.values(), ids=NAMES)
def test_an_uploaded_file_stays_in_its_folder_and_keeps_its_name(
    anns: Browser, house: Team, typed: str, shown: str
) -> None:
    assert upload(anns, typed).status_code == 302
    run = Import.objects.get()
    assert Path(run.file.path).resolve().is_relative_to(Path(settings.FILES).resolve() / "imports")
    assert re.fullmatch(r"[0-9a-f-]+\w*\.table", Path(run.file.path).name)
    assert run.filename == shown

    mapping = {"to_0": "first_name", "to_1": "email", "mode": "both", "match": ["email"], "check": "yes"}
    assert anns.post(f"/desk/imports/{run.pk}/columns/", mapping).status_code == 302
    check_import.run(str(run.business_id), import_id=str(run.pk))
    named = name_in(anns.get(f"/desk/imports/{run.pk}/refused.csv"))
    assert named == f"{Path(run.filename).stem}-not-imported.csv"


def test_the_file_of_a_lead_has_a_plain_name(anns: Browser, house: Team, ann: Member) -> None:
    for word in WORDS:
        lead = capture(house, by=ann, name=word.typed, email="maya@example.com")
        assert re.fullmatch(r"[\w-]+\.csv", name_in(anns.get(f"/desk/leads/{lead.pk}/export/")), re.ASCII), word.name


def name_in(answer: HttpResponse) -> str:
    """As a browser reads it (RFC 6266)."""
    assert answer.status_code == 200
    headers = Headers()
    headers["Content-Disposition"] = answer["Content-Disposition"]
    assert headers.get_content_disposition() == "attachment"
    return str(headers.get_filename())
