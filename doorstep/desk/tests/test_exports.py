"""Every list exports: its button asks for which program, what it makes is its asker's alone."""

from html import unescape

import pytest
from django.test import Client as Browser

from doorstep.accounts.models import ApiKey, Member, Team
from doorstep.clients.inviting import invite
from doorstep.clients.models import ClientType
from doorstep.clients.registration import register
from doorstep.demo.cast import FENNMOOR, Seat
from doorstep.demo.houses import seat_team
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.importing.models import Import
from doorstep.leads.capture import capture
from doorstep.leads.models import Field
from doorstep.mail.models import Reason, Suppression
from doorstep.tenancy.exporting import EXPORTERS, EXPORTING
from doorstep.tenancy.models import BusinessProfile, Work
from tests.exported import finish

pytestmark = pytest.mark.django_db
LISTS = [
    ("/desk/clients/", "/desk/clients/export/?q=maya", "Maya Okonjo", "Noor Haddad"),
    ("/desk/invitations/sent/", "/desk/invitations/sent/export/?status=sent", "Ivan Test", "Rosa Test"),
    ("/desk/leads/deleted/", "/desk/leads/deleted/export/", "Gone Test", "Ivan Test"),
    ("/desk/imports/", "/desk/imports/export/", "ours.csv", "theirs.csv"),
    ("/desk/work/", "/desk/work/export/", "Work of Ann", "Work of Bea"),
    ("/desk/settings/users/", "/desk/settings/users/export/", "sam@fennmoor.example", "bea@"),
    ("/desk/settings/keys/", "/desk/settings/keys/export/", "Our website", "Their website"),
    ("/desk/settings/lead-types/", "/desk/settings/lead-types/export/", '"3","Managed account","No"', "Waiting"),
    ("/desk/settings/statuses/", "/desk/settings/statuses/export/", '"1","New","No"', "Managed account"),
    ("/desk/settings/client-types/", "/desk/settings/client-types/export/", '"2","IB","No"', "Managed account"),
    ("/desk/settings/held-back/", "/desk/settings/held-back/export/?q=gone", "gone@example.com", "loud@example.com"),
    (
        "/desk/settings/lead-types/",
        "/desk/settings/fields/export/",
        '"1","Broker today","broker_today","Text"',
        "Managed account",
    ),
]


@pytest.fixture
def anns(ann: Member) -> Browser:
    return browser_of(ann)


@pytest.fixture(autouse=True)
def people(house: Team, ann: Member, trader: ClientType) -> None:
    """Two clients, Rosa who accepted an invitation, Ivan who has not, and a lead that was deleted."""
    leads = {
        name: capture(house, by=ann, name=f"{name} Test", email=f"{name.lower()}@example.com")
        for name in ("Ivan", "Rosa", "Gone")
    }
    for name in ("Ivan", "Rosa"):
        invite(leads[name], trader, by=ann)
    leads["Gone"].delete_softly(by=ann)
    leads["Rosa"].invitations.update(accepted_at=leads["Rosa"].received_at)
    register(name="Maya Okonjo", email="maya@example.com", password_hash="")
    register(name="Noor Haddad", email="noor@example.com", password_hash="")
    Suppression.objects.suppress("gone@example.com", Reason.BOUNCE, evidence="")
    Suppression.objects.suppress("loud@example.com", Reason.COMPLAINT, evidence="")


@pytest.fixture(autouse=True)
def machinery(house: Team, ann: Member) -> None:
    """Of Ann's team, and of a buyer's that she does not see: a member, an import, a key, a work. And a field."""
    Field.objects.add("Broker today", by=ann, kind="text")
    buyer = Team.objects.create(name="Brightwater Solar")
    bea = seat_team(buyer, FENNMOOR, (Seat("Bea Holloway", is_admin=True),), "")["Bea"]
    for team, member, whose in ((house, ann, "our"), (buyer, bea, "their")):
        Import.objects.create(team=team, uploaded_by=member, filename=f"{whose}s.csv")
        ApiKey.objects.issue(name=f"{whose.title()} website", scopes=["leads:write"], team=team, by=member)
        Work.objects.create(kind="leads.tag", title=f"Work of {member}", asked_by=member.pk)


def made(browser: Browser, address: str, file_format: str = "csv") -> Work:
    answer = browser.post(address, {"file_format": file_format})
    work = Work.objects.order_by("created_at").last()
    assert answer.headers["Location"] == f"/desk/work/{work.pk}/"
    return finish(work)


@pytest.mark.parametrize(("listed", "address", "inside", "outside"), LISTS)
def test_a_list_is_downloaded_as_it_is_filtered(
    listed: str, address: str, inside: str, outside: str, anns: Browser
) -> None:
    file = b"".join(anns.get(f"/desk/work/{made(anns, address).pk}/file/").streaming_content).decode()
    assert inside in file
    assert outside not in file


@pytest.mark.parametrize(("listed", "address", "inside", "outside"), LISTS)
def test_its_button_keeps_search_and_filter(
    listed: str, address: str, inside: str, outside: str, anns: Browser
) -> None:
    where, _mark, query = address.partition("?")
    shown = unescape(anns.get(f"{listed}?{query}").content.decode())
    assert f'href="{where}{"?" + query if query else ""}"' in shown
    asked = unescape(anns.get(address).content.decode())
    assert f'href="{listed}{"?" + query if query else ""}"' in asked
    assert "Only you can download it, for 24 hours." in asked
    assert not Work.objects.filter(kind=EXPORTING.key).exists()


@pytest.mark.parametrize(("listed", "address", "inside", "outside"), LISTS)
def test_a_file_is_its_askers_alone(
    listed: str, address: str, inside: str, outside: str, anns: Browser, sam: Member
) -> None:
    work = made(anns, address, "xlsx")
    assert listed in anns.get(f"/desk/work/{work.pk}/").content.decode()
    for path in ("", "file/"):
        assert browser_of(sam).get(f"/desk/work/{work.pk}/{path}").status_code == 404
        assert Browser(headers={"host": work.business.host}).get(f"/desk/work/{work.pk}/{path}").status_code == 302


@pytest.mark.parametrize(("listed", "address", "inside", "outside"), LISTS)
def test_a_wrong_answer_asks_again(listed: str, address: str, inside: str, outside: str, anns: Browser) -> None:
    for typed in ({}, {"file_format": "exe"}):
        assert anns.post(address, typed).status_code == 422
    assert not Work.objects.filter(kind=EXPORTING.key).exists()


def test_every_list_that_is_declared_can_be_asked_for() -> None:
    tried = {address.partition("?")[0].removesuffix("/export/").rpartition("/")[2] for _page, address, *_ in LISTS}
    names = {"sent": "invitations", "deleted": "deleted-leads", "fields": "custom-fields"}
    assert {names.get(name, name) for name in tried} | {"leads"} == set(EXPORTERS)


def test_only_an_admin_exports_the_deleted_leads(kofi: Member) -> None:
    assert browser_of(kofi).post("/desk/leads/deleted/export/", {"file_format": "csv"}).status_code == 403
    assert not Work.objects.filter(kind=EXPORTING.key).exists()


def test_the_invite_list_exports_with_the_dialog_of_the_lead_list(anns: Browser) -> None:
    shown = unescape(anns.get("/desk/invitations/").content.decode())
    assert "/desk/leads/bulk/export/?all=on&match=stage%3Dnot_invited" in shown


def test_what_no_database_can_hold_is_not_looked_for(anns: Browser) -> None:
    assert anns.get("/desk/clients/?q=%00maya").status_code == 200
    assert made(anns, "/desk/clients/export/?q=%00maya").fresh().done == 1


def test_the_file_speaks_the_language_of_the_business(anns: Browser) -> None:
    BusinessProfile.objects.update(language="de")
    work = made(anns, "/desk/clients/export/").fresh()
    assert work.note == "2 Zeilen sind in der Datei."
    assert work.file.read().decode("utf-8-sig").startswith('"Name","Kundennummer"')


def test_states_of_work_are_named_in_the_language_of_the_business(anns: Browser) -> None:
    BusinessProfile.objects.update(language="de")
    file = b"".join(anns.get(f"/desk/work/{made(anns, '/desk/work/export/').pk}/file/").streaming_content).decode()
    assert '"Work of Ann Reyes","Wartet",' in file
