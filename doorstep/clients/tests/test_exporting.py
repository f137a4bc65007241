from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from doorstep.accounts.models import Member, Team
from doorstep.clients.exporting import clients_export, invitations_export
from doorstep.clients.inviting import invite, revoke
from doorstep.clients.models import Client, ClientType, Invitation
from doorstep.clients.models.invitation import InvitationStatus
from doorstep.clients.registration import register
from doorstep.kit.tables import probe, rows
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.tenancy.exporting import Format
from doorstep.tenancy.models import BusinessProfile, Work, WorkState
from tests.exported import finish, lines

pytestmark = pytest.mark.django_db


def clients_in(file_format: Format, text: str, *, by: Member) -> Work:
    return clients_export.ask(file_format, by=by, back="/desk/clients/", q=text)


def invitations_in(file_format: Format, status: InvitationStatus | None, *, by: Member) -> Work:
    return invitations_export.ask(file_format, by=by, back="", status=status.value if status else "")


@pytest.fixture
def of_sam(house: Team, sam: Member) -> Client:
    """A client of Sam's lead."""
    capture(house, by=sam, name="Maya Okonjo", email="maya@example.com", assignee=sam)
    return register(name="Maya Okonjo", email="maya@example.com", password_hash="")


@pytest.fixture
def invited(house: Team, sam: Member, trader: ClientType) -> Invitation:
    lead = capture(house, by=sam, name="Ivan Test", email="ivan@example.com", assignee=sam)
    return invite(lead, trader, by=sam)


def test_the_clients_become_a_file(of_sam: Client, noor: Client, ann: Member) -> None:
    work = finish(clients_in(Format.CSV, "", by=ann))
    assert (work.state, work.note, work.done) == (WorkState.FINISHED, "2 rows are in the file.", 2)
    newest, first = lines(work)
    assert (newest["Name"], first["Name"]) == ("Noor Haddad", "Maya Okonjo")
    assert (first["Client number"], first["Client type"], first["E-mail"]) == ("C-10001", "Trader", "maya@example.com")
    registered = timezone.localtime(of_sam.registered_at, BusinessProfile.objects.get().zone)
    assert first["Registered"].startswith(f"{registered:%Y-%m-%d %H:%M:%S}")


def test_only_the_clients_that_were_looked_for_are_in_it(of_sam: Client, noor: Client, ann: Member) -> None:
    assert [line["Name"] for line in lines(finish(clients_in(Format.CSV, "haddad", by=ann)))] == ["Noor Haddad"]


def test_the_file_holds_the_clients_that_its_asker_sees_when_it_is_made(
    of_sam: Client, sam: Member, ann: Member
) -> None:
    before, after = clients_in(Format.CSV, "", by=sam), clients_in(Format.CSV, "", by=sam)
    assert finish(before).done == 1
    Lead.objects.get().assign_to(ann, by=ann)
    assert finish(after).done == 0


def test_cells_that_a_spreadsheet_would_run_stay_text(ann: Member) -> None:
    register(name="=1+1", email="evil@example.com", password_hash="")
    assert [line["Name"] for line in lines(finish(clients_in(Format.CSV, "", by=ann)))] == ["'=1+1"]


def test_many_clients_go_in_chunks_and_none_is_lost(ann: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doorstep.tenancy.exporting.CHUNK", 2)
    for at in range(5):
        register(name=f"Client {at}", email=f"client{at}@example.com", password_hash="")
    work = finish(clients_in(Format.CSV, "", by=ann))
    assert (work.done, work.total, len(lines(work))) == (5, 5, 5)


def test_a_workbook_opens(noor: Client, ann: Member) -> None:
    work = finish(clients_in(Format.XLSX, "", by=ann))
    path = Path(settings.FILES) / work.file.name
    assert "Noor Haddad" in [cell for row in rows(path, probe(path, path.name)) for cell in row]


def test_the_sent_invitations_become_a_file(invited: Invitation, ann: Member) -> None:
    revoke(invited, by=ann)
    work = finish(invitations_in(Format.CSV, None, by=ann))
    assert work.note == "1 row is in the file."
    [line] = lines(work)
    assert (line["Name"], line["E-mail"], line["For"], line["State"], line["Sent by"], line["Revoked by"]) == (
        "Ivan Test",
        "ivan@example.com",
        "Trader",
        "Revoked",
        str(invited.sent_by),
        str(ann),
    )
    assert line["Revoked"]
    assert not line["Opened"]


def test_only_the_invitations_of_that_fate_are_in_it(invited: Invitation, ann: Member) -> None:
    assert finish(invitations_in(Format.CSV, InvitationStatus.EXPIRED, by=ann)).done == 0
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert finish(invitations_in(Format.CSV, InvitationStatus.EXPIRED, by=ann)).done == 1


def test_the_file_holds_the_invitations_that_its_asker_sees(invited: Invitation, sam: Member, kofi: Member) -> None:
    assert finish(invitations_in(Format.CSV, None, by=kofi)).done == 0
    assert finish(invitations_in(Format.CSV, None, by=sam)).done == 1
