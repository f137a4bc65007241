"""A file may be called anything: its name stays text, and never decides where something is written."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from doorstep.accounts.models import Member
from doorstep.importing.receiving import receive
from doorstep.tenancy.models import Business

NAMES = (
    "../../etc/passwd",
    "..\\..\\windows\\system.ini",
    "/etc/cron.d/evil",
    "C:\\evil.csv",
    "people.csv/",
    ".htaccess",
    "..",
    "CON",
    "people .csv.",
    "x" * 5_000 + ".csv",
    "people.csv\r\nSet-Cookie: a=b",
    "people%00.csv",
    "people%2e%2e%2fevil.csv",
    "<img src=x onerror=alert(1)>.csv",
    '"; DROP TABLE importing_import; --.csv',
    "{{ 7*7 }}.csv",
    "$(touch evil).csv",
    "=HYPERLINK(1).csv",
    "\u202efdp.vsc",
    "نور👩‍👩‍👧.csv",
)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_strange_name_is_kept_as_text_and_names_no_place(at_fennmoor: Business, ann: Member, name: str) -> None:
    received = receive(ContentFile(b"Name,E-mail\nMaya,maya@example.com\n"), name, by=ann)
    assert received.fresh().filename == name[-200:]
    assert received.file.name == f"imports/{received.pk}.table"
    inside = Path(default_storage.path(received.file.name)).resolve()
    assert inside.is_relative_to(Path(default_storage.path("")).resolve())
    received.drop_file()
