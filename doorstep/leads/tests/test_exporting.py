from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from doorstep.accounts.models import Member, Team
from doorstep.kit.tables import probe, rows
from doorstep.leads.capture import capture
from doorstep.leads.chosen import Chosen
from doorstep.leads.exporting import leads_export
from doorstep.leads.models import Lead
from doorstep.leads.tests.crowd import crowd
from doorstep.tenancy.exporting import Format
from doorstep.tenancy.models import Work, WorkState
from tests.exported import finish, lines

pytestmark = pytest.mark.django_db


def ask(chosen: Chosen, file_format: Format, *, by: Member) -> Work:
    return leads_export.ask(file_format, by=by, back="/desk/leads/", **chosen.arguments)


def test_a_list_becomes_a_file(maya: Lead, tomasz: Lead, ann: Member) -> None:
    work = finish(ask(Chosen(query={"q": ["okonjo"]}), Format.CSV, by=ann))
    assert (work.state, work.note) == (WorkState.FINISHED, "1 row is in the file.")
    [line] = lines(work)
    assert (line["Name"], line["E-mail"], line["Stage"], line["Source"]) == (
        "Maya Okonjo",
        "maya.okonjo@example.com",
        "Not invited",
        "Web form",
    )


def test_cells_that_a_spreadsheet_would_run_stay_text(house: Team, ann: Member) -> None:
    capture(house, by=ann, name="=1+1", company="@SUM(A1)", phone="+1 202 555 0143")
    [line] = lines(finish(ask(Chosen(query={}), Format.CSV, by=ann)))
    assert (line["Name"], line["Company"], line["Phone"]) == ("'=1+1", "'@SUM(A1)", "+1 202 555 0143")


def test_the_file_holds_what_its_asker_sees(maya: Lead, tomasz: Lead, ann: Member, ines: Member) -> None:
    maya.assign_to(ann, by=ann)
    assert finish(ask(Chosen(query={}), Format.CSV, by=ines)).note == "0 rows are in the file."


def test_many_leads_go_in_chunks_and_none_is_lost(ann: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doorstep.tenancy.exporting.CHUNK", 10)
    crowd(25, now=timezone.now())
    work = finish(ask(Chosen(query={}), Format.CSV, by=ann))
    assert (work.done, work.total, len(lines(work))) == (25, 25, 25)


def test_a_killed_export_begins_again_and_counts_right(maya: Lead, ann: Member) -> None:
    work = ask(Chosen(query={}), Format.CSV, by=ann)
    work.begin(total=9)
    work.advance(5)
    assert (finish(work).done, work.fresh().total) == (1, 1)


def test_a_workbook_opens(maya: Lead, ann: Member) -> None:
    work = finish(ask(Chosen(query={}), Format.XLSX, by=ann))
    path = Path(settings.FILES) / work.file.name
    assert "Maya Okonjo" in [cell for row in rows(path, probe(path, path.name)) for cell in row]
