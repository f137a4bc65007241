"""Many leads at once, as a member does it: tick, say what, watch, undo."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.clients.models import ClientType, Invitation
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.models import Lead
from doorstep.leads.tests.crowd import crowd
from doorstep.tenancy.models import BusinessProfile, Work
from doorstep.tenancy.work import run_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def anns(ann: Member) -> Client:
    return browser_of(ann)


def ask(browser: Client, action: str, typed: dict[str, object]) -> Work:
    answer = browser.post(f"/desk/leads/bulk/{action}/", {"confirm": "yes", "all": "off", **typed})
    assert answer.status_code == 302, unescape(answer.content.decode())
    work = Work.objects.order_by("created_at").last()
    assert answer.headers["Location"] == f"/desk/work/{work.pk}/"
    return work


def worker(work: Work) -> None:
    run_work.run(str(work.business_id), work_id=str(work.pk))


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


@pytest.mark.parametrize("action", ["invite", "assign", "tag", "export", "delete"])
def test_each_action_says_first_what_will_happen(action: str, anns: Client, maya: Lead, tomasz: Lead) -> None:
    html = text(anns, f"/desk/leads/bulk/{action}/?lead={maya.pk}&match=source%3DWeb%2Bform")
    assert "The 1 selected lead" in html
    assert "The 1 lead that this list holds" in html
    assert not Work.objects.exists()


def test_without_a_selection_one_is_told_so(anns: Client) -> None:
    assert "No lead was selected" in anns.get("/desk/leads/bulk/tag/", follow=True).content.decode()


def test_an_unknown_action_is_not_there(anns: Client) -> None:
    assert anns.get("/desk/leads/bulk/explode/?all=on").status_code == 404


def test_assign_watch_and_undo(anns: Client, maya: Lead, tomasz: Lead, kofi: Member, sam: Member) -> None:
    work = ask(anns, "assign", {"lead": [maya.pk, tomasz.pk], "member_id": kofi.pk})
    assert "Waiting for its turn" in text(anns, f"/desk/work/{work.pk}/")
    worker(work)
    assert "2 leads were assigned." in text(anns, f"/desk/work/{work.pk}/")
    anns.post(f"/desk/work/{work.pk}/undoing/")
    undoing = Work.objects.get(kind="leads.undo")
    worker(undoing)
    assert "2 leads are as they were before." in text(anns, f"/desk/work/{undoing.pk}/")
    assert (maya.fresh().assignee, tomasz.fresh().assignee) == (None, sam)
    assert "already undone" in anns.post(f"/desk/work/{work.pk}/undoing/", follow=True).content.decode()


def test_all_that_match_beyond_the_page(anns: Client, ann: Member) -> None:
    crowd(130, now=timezone.now())
    worker(ask(anns, "tag", {"all": "on", "match": "source=Referral", "tag": "Call back"}))
    assert (
        Lead.objects.filter(lead_tags__tag__name="Call back").count()
        == Lead.objects.filter(source="Referral").count()
        > 30
    )


def test_the_registered_stay_when_many_are_deleted(anns: Client, maya: Lead, tomasz: Lead) -> None:
    Lead.objects.filter(pk=maya.pk).update(registered_at=timezone.now())
    work = ask(anns, "delete", {"all": "on", "match": ""})
    worker(work)
    assert "1 lead was deleted. 1 was registered and stayed." in text(anns, f"/desk/work/{work.pk}/")


def test_invitations_go_to_those_who_are_chosen(anns: Client, maya: Lead, tomasz: Lead) -> None:
    trader = ClientType.objects.get(name="Trader")
    worker(ask(anns, "invite", {"lead": [maya.pk], "client_type": trader.pk}))
    assert [invitation.lead_id for invitation in Invitation.objects.all()] == [maya.pk]
    worker(ask(anns, "invite", {"all": "on", "match": "q=tomasz", "client_type": trader.pk}))
    assert Invitation.objects.filter(lead=tomasz).count() == 1


def test_an_export_is_downloaded_by_its_asker_alone(anns: Client, ann: Member, sam: Member, maya: Lead) -> None:
    work = ask(anns, "export", {"lead": [maya.pk], "file_format": "csv"})
    assert anns.get(f"/desk/work/{work.pk}/file/").status_code == 404
    worker(work)
    answer = anns.get(f"/desk/work/{work.pk}/file/")
    assert b"maya.okonjo@example.com" in b"".join(answer.streaming_content)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="leads-')
    for path in ("", "file/"):
        assert browser_of(sam).get(f"/desk/work/{work.pk}/{path}").status_code == 404
    assert browser_of(sam).post(f"/desk/work/{work.pk}/undoing/").status_code == 404


@pytest.mark.parametrize(
    ("action", "wrong"),
    [("tag", {"tag": ""}), ("assign", {"member_id": "x"}), ("export", {"file_format": "exe"}), ("invite", {})],
)
def test_a_wrong_answer_asks_again(action: str, wrong: dict[str, str], anns: Client, maya: Lead) -> None:
    answer = anns.post(f"/desk/leads/bulk/{action}/", {"confirm": "yes", "lead": maya.pk, **wrong})
    assert answer.status_code == 422
    assert str(maya.pk) in answer.content.decode()
    assert not Work.objects.exists()


def test_leads_of_others_cannot_be_named(maya: Lead, tomasz: Lead, kofi: Member) -> None:
    work = ask(browser_of(kofi), "tag", {"lead": [tomasz.pk, maya.pk, "nonsense"], "tag": "Mine"})
    assert work.arguments["lead_ids"] == [str(maya.pk)]
    worker(work)
    assert not tomasz.lead_tags.exists()


def test_who_names_nothing_but_leads_of_others_has_selected_none(tomasz: Lead, kofi: Member) -> None:
    kofis = browser_of(kofi)
    answer = kofis.post("/desk/leads/bulk/tag/", {"confirm": "yes", "lead": tomasz.pk, "tag": "Mine"}, follow=True)
    assert "No lead was selected" in answer.content.decode()
    assert not Work.objects.exists()


def test_work_is_found_again(anns: Client, maya: Lead, kofi: Member) -> None:
    assert "Nothing in progress" in text(anns, "/desk/work/")
    ask(anns, "tag", {"lead": [maya.pk], "tag": "VIP"})
    assert "Tagging leads as “VIP”" in text(anns, "/desk/work/")
    assert "Nothing in progress" in text(browser_of(kofi), "/desk/work/")


def test_progress_can_be_asked_for_alone(anns: Client, maya: Lead) -> None:
    work = ask(anns, "tag", {"lead": [maya.pk], "tag": "VIP"})
    part = anns.get(f"/desk/work/{work.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<work-progress")
    assert "data-over" not in part


def test_work_that_failed_shows_how_far_it_came_and_why(anns: Client, ann: Member) -> None:
    work = Work.objects.create(kind="leads.tag", title="Tag 90 leads", asked_by=ann.pk, total=90, done=30)
    work.fail("Ann may not work here any more.")
    page = text(anns, f"/desk/work/{work.pk}/")
    assert "30 of 90" in page
    assert 'value="30"' in page
    assert "Ann may not work here any more." in page.partition('class="notice"')[2]


def test_the_state_of_work_is_said_in_the_language_of_the_business(anns: Client, ann: Member) -> None:
    Work.objects.create(kind="leads.tag", title="Tag 90 leads", asked_by=ann.pk).begin(total=90)
    BusinessProfile.objects.update(language="de")
    assert "Läuft" in text(anns, "/desk/work/")
