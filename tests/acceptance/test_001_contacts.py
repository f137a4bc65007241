"""An adviser's CRM: contacts come in, are invited, and stand in one of six types."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from tests.acceptance.acts import invite, names, new_lead, sign_up
from tests.acceptance.visitor import Visitor
from tests.people import contact_file

MAYA = "maya.okonjo@example.com"
Work = Callable[[], None]


def upload(member: Visitor, file: Path) -> Visitor:
    return member.open("/desk/imports/").press("Upload the file", {"Choose a file or drop it here": file})


def bring_in(member: Visitor, work: Work, press: str) -> Visitor:
    """What was uploaded: checked, then imported."""
    checking = member.press("Check all rows").address
    work()
    going = member.open(checking).press(press).address
    work()
    return member.open(going)


@pytest.fixture
def people(ann: Visitor, visitor: Visitor) -> None:
    """Nina is not invited, Ivan is, Ella was too long ago, Rosa has registered."""
    new_lead(ann, "Nina Test", "nina@example.com")
    invite(ann, new_lead(ann, "Ivan Test", "ivan@example.com"))
    with time_machine.travel(timezone.now() - timedelta(days=8)):
        invite(ann, new_lead(ann, "Ella Test", "ella@example.com"))
    new_lead(ann, "Rosa Test", "rosa@example.com")
    sign_up(visitor, "Rosa Test", "rosa@example.com")


def test_001_01_contacts_come_one_by_one_or_in_bulk(ann: Visitor, maya: str, work: Work, tmp_path: Path) -> None:
    assert sorted(names(ann.open("/desk/leads/"))) == ["Maya Okonjo"]
    upload(ann, contact_file("doorstep", 2, tmp_path / "spring.csv"))
    assert bring_in(ann, work, "Import 2 rows").sees("New leads 2")
    upload(ann, contact_file("doorstep", 5, tmp_path / "autumn.xlsx"))
    assert bring_in(ann, work, "Import 3 rows").sees("New leads 3")
    assert ann.open("/desk/leads/").sees("1 to 6 of 6")


def test_001_02_a_template_is_downloaded_and_taken_back(ann: Visitor, tmp_path: Path) -> None:
    for kind in ("CSV", "XLSX"):
        template = tmp_path / f"template.{kind.lower()}"
        template.write_bytes(ann.open("/desk/imports/").follow(f"Template as {kind}").download)
        assert upload(ann, template).sees("First name", "E-mail", "Phone")


def test_001_03_a_wealthbox_export_is_uploaded_as_it_is(ann: Visitor, work: Work, tmp_path: Path) -> None:
    upload(ann, contact_file("wealthbox", 3, tmp_path / "wealthbox.csv"))
    assert ann.sees("This looks like an export from Wealthbox.")
    assert bring_in(ann, work, "Import 3 rows").sees("New leads 3")
    assert len(names(ann.open("/desk/leads/"))) == 3


def test_001_04_a_client_is_invited_from_the_contacts(ann: Visitor, maya: str, work: Work, visitor: Visitor) -> None:
    ann.open("/desk/leads/").press("Invite", {"Select Maya Okonjo": True})
    assert ann.sees("The 1 selected lead", "Each of them gets a mail with a fresh personal link.")
    ann.press("Send registration e-mails", {"They register as": "Trader"})
    work()
    assert visitor.open_newest_mail(MAYA).sees("Here is your personal link to open your account as Trader.")


def test_001_06_who_was_invited_stands_as_invitation_sent(ann: Visitor, maya: str) -> None:
    invite(ann, maya)
    assert ann.open("/desk/leads/").sees("Maya Okonjo Invitation sent")


@pytest.mark.usefixtures("people")
def test_001_07_the_list_is_filtered_by_type(ann: Visitor) -> None:
    assert sorted(names(filtered(ann, "Invitation sent"))) == ["Ivan Test"]
    assert sorted(names(filtered(ann, "Invitation sent", "Registered"))) == ["Ivan Test", "Rosa Test"]


def test_001_08_who_has_a_profile_and_no_invitation_is_not_invited(ann: Visitor, maya: str) -> None:
    assert ann.open(maya).sees("Maya Okonjo Not invited")


def test_001_09_who_was_mailed_stays_invited_until_an_application(ann: Visitor, maya: str) -> None:
    invite(ann, maya)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert ann.open(maya).sees("Maya Okonjo Invitation sent")


def test_001_10_the_invitation_expires_with_the_time_of_its_mail(ann: Visitor, maya: str) -> None:
    sent = timezone.now()
    invite(ann, maya)
    with time_machine.travel(sent + timedelta(days=7, minutes=1)):
        assert ann.open(maya).sees("Maya Okonjo Invitation expired")
        assert sorted(names(filtered(ann, "Invitation expired"))) == ["Maya Okonjo"]


@pytest.mark.usefixtures("people")
def test_001_11_only_who_has_not_registered_stands_in_the_list_of_those_to_invite(ann: Visitor) -> None:
    assert sorted(names(ann.open("/desk/invitations/"))) == ["Ella Test", "Ivan Test", "Nina Test"]


def test_001_12_the_registered_have_no_application_and_cannot_be_deleted(
    ann: Visitor, maya: str, visitor: Visitor
) -> None:
    sign_up(visitor, "Maya Okonjo", MAYA)
    assert ann.open(maya).sees("Maya Okonjo Registered", "Client number C-10001")
    assert ann.follow("Delete lead").sees("Maya Okonjo is registered as a client and cannot be deleted.")
    assert not ann.offered("Delete lead")


def test_001_13_the_registered_get_no_reminder_to_open_an_account(
    ann: Visitor, maya: str, visitor: Visitor, work: Work
) -> None:
    sign_up(visitor, "Maya Okonjo", MAYA)
    assert not ann.open(maya).offered("Send registration e-mail")
    ann.open("/desk/leads/").press("Invite", {"Select Maya Okonjo": True})
    ann.press("Send registration e-mails", {"They register as": "Trader"})
    work()
    assert ann.open(ann.address).sees("0 invitations were sent. 1 was not; the file says why.")
    assert not visitor.open("/dev/mail/").sees("Open your account with Fennmoor")


def filtered(member: Visitor, *stages: str) -> Visitor:
    return member.open("/desk/leads/").press("Show these leads", {"Stage": stages})
