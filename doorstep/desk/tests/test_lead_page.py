"""The page of one lead: who may open it, what can be changed in place, what is written on its timeline."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.clients.models import Client as PortalClient
from doorstep.clients.registration import bind, register
from doorstep.desk.leads import history
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.capture import capture
from doorstep.leads.models import Field, Lead, LeadType, Tag
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def anns(ann: Member) -> Client:
    return browser_of(ann)


def address(lead: Lead, rest: str = "") -> str:
    return f"/desk/leads/{lead.pk}/{rest}"


def page(browser: Client, lead: Lead, rest: str = "") -> str:
    answer = browser.get(address(lead, rest))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_page_tells_who_and_what_happened(anns: Client, maya: Lead, ann: Member) -> None:
    maya.write_note("Prefers mornings, Lisbon time", by=ann)
    html = page(anns, maya)
    for words in (
        "Maya Okonjo",
        "Not invited",
        "+1 202 555 0143",
        "Prefers mornings, Lisbon time",
        "Web form",
        "Conversion",
    ):
        assert words in html


@pytest.mark.parametrize(
    "rest",
    ["", "sales/", "timeline/", "values/name/", "deletion/", "export/", "entries/", "tags/", "restoration/"],
)
def test_a_lead_out_of_reach_is_not_there(
    rest: str, maya: Lead, ann: Member, ines: Member, larkfield: Business
) -> None:
    maya.assign_to(ann, by=ann)
    unknown = address(maya, rest).replace(str(maya.pk), str(ann.pk))
    with scope(larkfield):
        nora = Member.objects.select_related("user", "business").get(user__name="Nora Lindgren")
        neighbours = browser_of(nora)
    for browser in (browser_of(ines), neighbours):
        assert browser.get(address(maya, rest)).status_code in (404, 405)
        assert browser.post(address(maya, rest), {"value": "x", "text": "x", "name": "x"}).status_code in (404, 405)
        assert browser.post(unknown).status_code == browser.post(address(maya, rest)).status_code
    assert Activity.objects.about([maya.pk]).count() == 2


@pytest.mark.parametrize(
    ("detail", "typed", "shown"),
    [
        ("company", "Okonjo & Sons", "Okonjo & Sons"),
        ("phone", "+1 202 555 0144", "+1 202 555 0144"),
        ("birthday", "1990-02-28", "28 Feb 1990"),
        ("search_criteria", "Two rooms\nnear the park", "Two rooms\nnear the park"),
        ("origin", "brought", "Brought from another program"),
    ],
)
def test_a_value_becomes_a_form_and_the_form_the_value_again(
    detail: str, typed: str, shown: str, anns: Client, maya: Lead
) -> None:
    form = anns.get(address(maya, f"values/{detail}/"), headers=HTMX).content.decode()
    assert 'name="value"' in form
    assert "<html" not in form
    answer = anns.post(address(maya, f"values/{detail}/"), {"value": typed}, headers=HTMX)
    assert shown in unescape(answer.content.decode())
    assert answer.headers["HX-Trigger"] == "lead-changed"
    assert str(getattr(maya.fresh(), detail)) == typed


def test_without_script_the_form_is_a_page_and_leads_back(anns: Client, maya: Lead) -> None:
    assert "Save company" in page(anns, maya, "values/company/")
    answer = anns.post(address(maya, "values/company/"), {"value": "Okonjo Ltd"})
    assert answer.headers["Location"] == address(maya)
    assert maya.fresh().company == "Okonjo Ltd"


@pytest.mark.parametrize(
    ("detail", "typed", "sentence"),
    [
        ("email", "maya", "There is no @ in it"),
        ("phone", "12", "is not a whole phone number"),
        ("name", "", "Type the person's name"),
        ("birthday", "yesterday", "Enter a valid date"),
        ("status", "00000000-0000-7000-8000-000000000000", "Select a valid choice"),
    ],
)
def test_a_mistake_stands_beside_what_was_typed(
    detail: str, typed: str, sentence: str, anns: Client, maya: Lead
) -> None:
    answer = anns.post(address(maya, f"values/{detail}/"), {"value": typed}, headers=HTMX)
    assert answer.status_code == 422
    assert sentence in unescape(answer.content.decode())
    assert typed in answer.content.decode()
    assert Activity.objects.about([maya.pk]).count() == 1


def test_status_type_and_assignee_are_chosen(anns: Client, maya: Lead, sam: Member) -> None:
    kind = LeadType.objects.get(name="IB")
    anns.post(address(maya, "values/lead_type/"), {"value": kind.pk})
    anns.post(address(maya, "values/assignee/"), {"value": sam.pk})
    assert (maya.fresh().lead_type, maya.fresh().assignee) == (kind, sam)
    anns.post(address(maya, "values/assignee/"), {"value": ""})
    assert maya.fresh().assignee is None


def test_the_disabled_are_not_offered(anns: Client, maya: Lead) -> None:
    form = anns.get(address(maya, "values/assignee/"), headers=HTMX).content.decode()
    assert "Sam Whitlock" in form
    assert "Pavel Novotnik" not in form


def test_custom_fields_belong_to_their_lead_type(anns: Client, maya: Lead, ann: Member) -> None:
    kind = LeadType.objects.get(name="Trader")
    Field.objects.create(
        lead_type=kind, key="experience", label="Experience", kind="choice", choices=["None", "2 to 5 years"]
    )
    assert "Experience" not in page(anns, maya)
    assert anns.get(address(maya, "values/own-experience/")).status_code == 404
    Lead.objects.filter(pk=maya.pk).update(lead_type=kind)
    assert "Experience" in page(anns, maya)
    anns.post(address(maya, "values/own-experience/"), {"value": "2 to 5 years"})
    assert maya.fresh().fields == {"experience": "2 to 5 years"}
    assert anns.post(address(maya, "values/own-experience/"), {"value": "500"}, headers=HTMX).status_code == 422


@pytest.mark.parametrize("detail", ["business", "team", "registered_at", "pk", "fields", "own-nothing", "deleted_at"])
def test_what_is_no_detail_cannot_be_written(detail: str, anns: Client, maya: Lead) -> None:
    assert anns.post(address(maya, f"values/{detail}/"), {"value": "x"}).status_code == 404


def test_notes_calls_and_e_mails_go_on_the_timeline(anns: Client, maya: Lead) -> None:
    for typed in (
        {"kind": "note", "text": "Asked twice about withdrawal times"},
        {"kind": "call", "text": "", "outcome": "answered", "minutes": "6"},
        {"kind": "call", "text": "", "outcome": "made-up", "minutes": "-1"},
        {"kind": "mail", "text": "Shall we speak?", "subject": "Our call"},
    ):
        assert anns.post(address(maya, "entries/"), typed).headers["Location"] == address(maya)
    html = page(anns, maya)
    for words in ("Asked twice about withdrawal times", "answered, 6 minutes", "Our call", "Shall we speak?"):
        assert words in html
    assert Message.objects.get().to_email == "maya.okonjo@example.com"


def test_a_refused_entry_keeps_what_was_typed(anns: Client, maya: Lead) -> None:
    answer = anns.post(address(maya, "entries/"), {"kind": "mail", "text": "Shall we speak?", "subject": ""})
    html = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "An e-mail needs a subject." in html
    assert "Shall we speak?" in html


def test_tags_are_added_and_removed(anns: Client, maya: Lead) -> None:
    anns.post(address(maya, "tags/"), {"name": "Call back"})
    assert "Remove the tag Call back" in page(anns, maya)
    anns.post(address(maya, f"tags/{Tag.objects.get().pk}/removal/"))
    assert "Remove the tag" not in page(anns, maya)


def test_deleting_asks_first_and_offers_an_undo(anns: Client, maya: Lead) -> None:
    assert "Delete Maya Okonjo?" in page(anns, maya, "deletion/")
    assert not maya.fresh().is_deleted
    answer = anns.post(address(maya, "deletion/"), follow=True)
    assert f'action="{address(maya, "restoration/")}"' in answer.content.decode()
    assert anns.get(address(maya)).status_code == 404
    anns.post(address(maya, "restoration/"))
    assert anns.get(address(maya)).status_code == 200


def test_a_registered_lead_says_why_it_stays(anns: Client, maya: Lead) -> None:
    Lead.objects.filter(pk=maya.pk).update(registered_at=timezone.now())
    assert "cannot be deleted" in page(anns, maya, "deletion/")
    assert anns.post(address(maya, "deletion/")).status_code == 409
    assert not maya.fresh().is_deleted


def test_admins_find_and_restore_the_deleted(anns: Client, maya: Lead, kofi: Member, ann: Member) -> None:
    maya.delete_softly(by=ann)
    assert "Maya Okonjo" in anns.get("/desk/leads/deleted/").content.decode()
    assert browser_of(kofi).get("/desk/leads/deleted/").status_code == 403


def test_one_lead_is_exported_as_a_file(anns: Client, maya: Lead) -> None:
    answer = anns.get(address(maya, "export/"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="maya-okonjo.csv"'
    assert "maya.okonjo@example.com" in answer.content.decode("utf-8-sig")


def test_the_story_of_the_client_is_told_too(anns: Client, maya: Lead, ann: Member) -> None:
    noor: PortalClient = register(name="Noor Haddad", email="noor@example.com", password_hash="")
    other = capture(ann.team, by=ann, name="Noor H", email="noor.h@example.com")
    bind(other, noor, by=ann)
    assert "Registered as" in page(anns, other) or "bound this lead" in page(anns, other)
    assert "bound this lead" not in page(anns, maya)


def test_a_long_story_comes_page_by_page(
    anns: Client, maya: Lead, ann: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "SIZE", 5)
    for at in range(12):
        maya.write_note(f"Note number {at}.", by=ann)
    seen, rest = "", "timeline/"
    while rest:
        html = page(anns, maya, rest)
        seen += html
        rest = "timeline/?older=" + html.split("?older=")[1].split('"')[0] if "?older=" in html else ""
    assert [f"Note number {at}." in seen for at in range(12)] == [True] * 12
    assert "Ann Reyes</b> added this lead" in seen


def test_a_lead_costs_fourteen_queries(anns: Client, tomasz: Lead, ann: Member) -> None:
    tomasz.write_note("Wants to move a small account", by=ann)
    page(anns, tomasz)
    with CaptureQueriesContext(connection) as queries:
        page(anns, tomasz)
    asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))]
    assert len(asked) <= 14, "\n".join(asked)


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", '" onmouseover="x', "مايا", "x" * 120]
)
def test_hostile_words_stay_text(words: str, anns: Client, maya: Lead, ann: Member) -> None:
    Lead.objects.filter(pk=maya.pk).update(name=words, company=words, source=words, capture={"page": words})
    maya.fresh().write_note(words, by=ann)
    raw = anns.get(address(maya)).content.decode()
    assert words in unescape(raw)
    assert "<script>alert" not in raw
    assert '" onmouseover="x' not in raw


def test_who_comes_too_late_for_a_lead_and_does_not_see_its_new_owners_reads_what_may_have_happened(
    maya: Lead, kofi: Member, sam: Member
) -> None:
    maya.assign_to(sam, by=sam)
    late = browser_of(kofi).post(address(maya, "values/assignee/"), {"value": str(kofi.pk)})
    assert late.status_code == 404
    assert "a colleague may have taken it" in late.content.decode()
    assert maya.fresh().assignee == sam
