"""A file that was made is given to its asker for a day, while she may still see all that is in it."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone

from doorstep.accounts.models import Member, Team
from doorstep.clients import sending_invitations
from doorstep.clients.inviting import invite
from doorstep.clients.inviting_many import invite_many
from doorstep.clients.models import ClientType
from doorstep.clients.registration import create_directly
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.tenancy.models import Work
from doorstep.tenancy.steps import take_step
from tests.exported import finish

pytestmark = pytest.mark.django_db


def exported(member: Member, address: str = "/desk/leads/bulk/export/", **form: object) -> Work:
    asked = {"confirm": "yes", "all": "on", "match": "", "file_format": "csv", **form}
    browser_of(member).post(address, asked)
    return finish(Work.objects.order_by("created_at").last())


def downloads(member: Member, work: Work) -> tuple[int, str]:
    answer = browser_of(member.fresh()).get(f"/desk/work/{work.pk}/file/")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, unescape(content.decode())


def page(member: Member, work: Work) -> str:
    return unescape(browser_of(member.fresh()).get(f"/desk/work/{work.pk}/").content.decode())


@pytest.fixture
def sams_lead(maya: Lead, sam: Member, ann: Member) -> Lead:
    maya.assign_to(sam, by=ann)
    return maya


def test_a_file_that_is_missing_where_files_are_kept_is_said_to_be_gone(sams_lead: Lead, sam: Member) -> None:
    work = exported(sam)
    work.file.storage.delete(work.file.name)
    status, told = downloads(sam, work)
    assert status == 410
    assert "The file is not there any more." in told
    assert 'href="/desk/leads/bulk/export/?all=on&match="' in told


TAKEN_AWAY: list[tuple[str, Callable[[Member, Lead, Member, Member], object], str]] = [
    ("admin", lambda sam, lead, ann, ines: sam.unmake_admin(by=ann), "You are not an admin any more."),
    ("downline", lambda sam, lead, ann, ines: sam.hide_downline(by=ann), "You do not see the leads of the downline"),
    ("lead", lambda sam, lead, ann, ines: lead.assign_to(ann, by=ann), "Some of what is in it is not yours to see"),
    ("deleted", lambda sam, lead, ann, ines: lead.delete_softly(by=ann), "Some of what is in it is not yours to see"),
    ("moved", lambda sam, lead, ann, ines: _to_another_team(sam), "You work for Brightwater Solar now."),
]


def _to_another_team(sam: Member) -> None:
    team = Team.objects.create(name="Brightwater Solar")
    Member.objects.filter(pk=sam.pk).update(team=team)


@pytest.mark.parametrize(("right", "take_away", "said"), TAKEN_AWAY)
def test_a_file_is_withheld_once_its_asker_may_see_less(
    right: str,
    take_away: Callable[[Member, Lead, Member, Member], object],
    said: str,
    sams_lead: Lead,
    sam: Member,
    ann: Member,
    ines: Member,
) -> None:
    if right == "admin":
        sam.make_admin(by=ann)
    work = exported(sam)
    assert downloads(sam, work)[0] == 200
    take_away(sam.fresh(), sams_lead.fresh(), ann, ines)
    status, told = downloads(sam, work)
    assert (status, "maya.okonjo" in told) == (403, False)
    assert said in told
    assert said in page(sam, work)
    assert 'href="/desk/leads/bulk/export/?all=on&match="' in told
    assert "Download the file" not in page(sam, work)


@pytest.mark.parametrize("address", ["/desk/clients/export/", "/desk/invitations/sent/export/?status="])
def test_so_is_a_list_of_clients_or_invitations_once_one_of_their_leads_left(
    address: str, sams_lead: Lead, trader: ClientType, sam: Member, ann: Member
) -> None:
    invite(sams_lead, trader, by=sam)
    create_directly(sams_lead, trader, by=sam, name="Maya Okonjo", email="maya.okonjo@example.com")
    work = exported(sam, address)
    status, content = downloads(sam, work)
    assert (status, "maya.okonjo" in content) == (200, True)
    sams_lead.fresh().assign_to(ann, by=ann)
    assert downloads(sam, work)[0] == 403


def test_what_is_made_again_holds_what_its_asker_sees_now(
    sams_lead: Lead, tomasz: Lead, sam: Member, ann: Member
) -> None:
    exported(sam)
    sams_lead.assign_to(ann, by=ann)
    status, content = downloads(sam, exported(sam))
    assert (status, "tomasz" in content, "maya" in content) == (200, True, False)


def test_of_an_admin_only_the_rights_decide(sams_lead: Lead, ann: Member, sam: Member, ines: Member) -> None:
    work = exported(ann)
    sams_lead.assign_to(ines, by=ann)
    ann.hide_downline(by=sam)
    assert downloads(ann, work)[0] == 200
    assert work.fresh().row_ids == []


@pytest.mark.parametrize("address", ["/desk/settings/users/export/", "/desk/settings/keys/export/"])
def test_the_lists_of_admins_are_theirs_while_they_are_admins(address: str, sam: Member, ann: Member) -> None:
    sam.make_admin(by=ann)
    work = exported(sam, address)
    assert downloads(sam, work)[0] == 200
    sam.unmake_admin(by=ann)
    status, told = downloads(sam, work)
    assert (status, f'href="{address}"' in told) == (403, True)
    assert browser_of(sam.fresh()).get(address).status_code == 403


def test_who_was_not_invited_is_named_while_all_of_them_are_in_reach(
    sam: Member, ann: Member, trader: ClientType
) -> None:
    silent = capture(sam.team, by=sam, assignee=sam, name="Noor Haddad", phone="+1 202 555 0101")
    work = invite_many(sam, [silent.pk], trader)
    while not take_step(work.pk, sending_invitations.step):
        pass
    assert downloads(sam, work)[0] == 200
    silent.assign_to(ann, by=ann)
    assert downloads(sam, work)[0] == 403


def test_a_file_lasts_a_day_and_its_row_says_so(sams_lead: Lead, sam: Member) -> None:
    work = exported(sam)
    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=59)):
        assert downloads(sam, work)[0] == 200
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        status, told = downloads(sam, work)
        assert (status, "maya.okonjo" in told) == (403, False)
        assert "The file was deleted after 24 hours." in told
        assert "Make it again" in page(sam, work)
