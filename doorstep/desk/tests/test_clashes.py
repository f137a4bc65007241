"""Two who edit the same at the desk: different details both win; of one, the second is asked and saves on purpose."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from doorstep.accounts.business import change_business, set_logo
from doorstep.accounts.models import Member
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.desk.tests.test_logo_page import PNG
from doorstep.leads.editing import edit
from doorstep.leads.models import Field, Lead, Status
from doorstep.mail.kinds import MAIL_KINDS
from doorstep.mail.wording import Wording
from doorstep.tenancy.models import BusinessProfile
from tests.guards.forms import sendings

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SEEN = re.compile(r'name="seen" value="([^"]*)"')


@pytest.fixture
def anns(ann: Member) -> Browser:
    return browser_of(ann)


def seen_in(html: str) -> str:
    found = SEEN.search(html)
    assert found, html
    return unescape(found[1])


def opened(browser: Browser, address: str) -> str:
    """What the form there would send of what it showed."""
    return seen_in(browser.get(address, headers=HTMX).content.decode())


def at(lead: Lead, detail: str) -> str:
    return f"/desk/leads/{lead.pk}/values/{detail}/"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "in place"])
def test_a_detail_that_a_colleague_changed_meanwhile_is_shown_and_saved_once_more_on_purpose(
    anns: Browser, maya: Lead, sam: Member, headers: dict[str, str]
) -> None:
    seen = opened(anns, at(maya, "city"))
    edit(maya, by=sam, city="Porto")
    asked = anns.post(at(maya, "city"), {"value": "Lisbon", "seen": seen}, headers=headers)
    html = unescape(asked.content.decode())
    assert asked.status_code == 409
    assert "It is “Porto” now (Sam Whitlock, just now). Send it once more to put yours in its place." in html
    assert 'value="Lisbon"' in html
    assert maya.fresh().city == "Porto"
    again = anns.post(at(maya, "city"), {"value": "Lisbon", "seen": seen_in(html)}, headers=headers)
    assert again.status_code in (200, 302)
    assert maya.fresh().city == "Lisbon"


def test_who_changed_another_detail_later_is_not_named(anns: Browser, maya: Lead, sam: Member, ines: Member) -> None:
    seen = opened(anns, at(maya, "city"))
    edit(maya, by=sam, city="Porto")
    edit(maya, by=ines, country="PT")
    asked = anns.post(at(maya, "city"), {"value": "Lisbon", "seen": seen})
    assert "(Sam Whitlock, just now)" in asked.content.decode()


def test_who_was_quicker_twice_is_asked_about_twice(anns: Browser, maya: Lead, sam: Member) -> None:
    seen = opened(anns, at(maya, "city"))
    edit(maya, by=sam, city="Porto")
    html = anns.post(at(maya, "city"), {"value": "Lisbon", "seen": seen}, headers=HTMX).content.decode()
    edit(maya, by=sam, city="Faro")
    again = anns.post(at(maya, "city"), {"value": "Lisbon", "seen": seen_in(html)}, headers=HTMX)
    assert again.status_code == 409
    assert "“Faro”" in again.content.decode()


def test_another_detail_changed_meanwhile_is_no_clash(anns: Browser, maya: Lead, sam: Member) -> None:
    seen = opened(anns, at(maya, "city"))
    edit(maya, by=sam, company="Okonjo Ltd")
    assert anns.post(at(maya, "city"), {"value": "Lisbon", "seen": seen}, headers=HTMX).status_code == 200
    assert (maya.fresh().city, maya.fresh().company) == ("Lisbon", "Okonjo Ltd")


def test_the_same_change_by_both_is_no_clash(anns: Browser, maya: Lead, sam: Member) -> None:
    seen = opened(anns, at(maya, "city"))
    edit(maya, by=sam, city="Porto")
    assert anns.post(at(maya, "city"), {"value": "Porto", "seen": seen}, headers=HTMX).status_code == 200


def test_a_lead_in_the_pool_that_somebody_took_meanwhile_is_not_taken_unasked(
    anns: Browser, maya: Lead, ann: Member, sam: Member
) -> None:
    seen = opened(anns, at(maya, "assignee"))
    maya.assign_to(sam, by=sam)
    asked = anns.post(at(maya, "assignee"), {"value": str(ann.pk), "seen": seen}, headers=HTMX)
    assert asked.status_code == 409
    assert "It is “Sam Whitlock” now (Sam Whitlock, just now)" in asked.content.decode()
    assert maya.fresh().assignee == sam


def test_two_own_fields_changed_from_pages_of_before_both_stay(anns: Browser, maya: Lead, sam: Member) -> None:
    for key, label in (("budget", "Budget"), ("level", "Level")):
        Field.objects.create(key=key, label=label)
    seen = opened(anns, at(maya, "own-level"))
    edit(maya, by=sam, fields={"budget": "5000"})
    assert anns.post(at(maya, "own-level"), {"value": "New", "seen": seen}, headers=HTMX).status_code == 200
    assert maya.fresh().fields == {"budget": "5000", "level": "New"}


def test_an_own_field_that_clashes_is_told_by_its_label(anns: Browser, maya: Lead, sam: Member) -> None:
    Field.objects.create(key="level", label="Level")
    seen = opened(anns, at(maya, "own-level"))
    edit(maya, by=sam, fields={"level": "Skilled"})
    asked = anns.post(at(maya, "own-level"), {"value": "New", "seen": seen}, headers=HTMX)
    assert "“Skilled” now (Sam Whitlock, just now)" in asked.content.decode()


def test_a_long_newer_text_stands_whole_below(anns: Browser, maya: Lead, sam: Member) -> None:
    seen, newer = opened(anns, at(maya, "search_criteria")), "Two rooms near the park. " * 20
    edit(maya, by=sam, search_criteria=newer)
    typed = {"value": "A house", "seen": seen}
    asked = anns.post(at(maya, "search_criteria"), typed, headers=HTMX).content.decode()
    assert newer.strip() in asked
    assert "“Search criteria” as it stands now" in asked


def test_a_mark_that_is_none_asks_nobody(anns: Browser, maya: Lead) -> None:
    for seen in ("", "<b>", "value", "value:", "x:y " * 500):
        assert anns.post(at(maya, "city"), {"value": f"Lisbon {len(seen)}", "seen": seen}).status_code in (302, 409)


SETTINGS = "/desk/settings/"


def rest_of(html: str) -> dict[str, str]:
    """What a browser would send of the page's form that edits: every field as it stands."""
    return next(dict(one.pairs) for one in sendings(html, "/") if "seen" in dict(one.pairs))


def form_at(browser: Browser, address: str) -> dict[str, str]:
    return rest_of(browser.get(address).content.decode())


def test_a_stale_form_does_not_let_a_disabled_member_in_again(anns: Browser, ann: Member, sam: Member) -> None:
    address = f"{SETTINGS}users/{sam.pk}/"
    typed = form_at(anns, address)
    assert typed["is_enabled"] == "on"
    sam.disable(by=ann)
    saved = anns.post(address, {**typed, "is_admin": "on"})
    assert saved.status_code == 302
    assert (sam.fresh().is_enabled, sam.fresh().is_admin) == (False, True)


def test_a_switch_that_both_turned_is_asked_about(anns: Browser, ann: Member, sam: Member, kofi: Member) -> None:
    address = f"{SETTINGS}users/{kofi.pk}/"
    typed = form_at(anns, address)
    kofi.move_under(None, by=sam)
    asked = anns.post(address, {**typed, "manager": str(ann.pk)})
    assert asked.status_code == 409
    assert "It is “Nobody, at the top” now (Sam Whitlock, just now)" in asked.content.decode()
    assert kofi.fresh().manager is None
    assert anns.post(address, {**rest_of(asked.content.decode()), "manager": str(ann.pk)}).status_code == 302
    assert kofi.fresh().manager == ann


def test_of_the_business_profile_different_details_both_stay_and_one_detail_is_asked_about(
    anns: Browser, sam: Member
) -> None:
    address = f"{SETTINGS}business/"
    typed = form_at(anns, address)
    change_business(by=sam, name="Fennmoor", reply_to="post@fennmoor.example", invitation_days=9)
    asked = anns.post(address, {**typed, "invitation_days": "14", "country": "PT"})
    html = asked.content.decode()
    assert asked.status_code == 409
    assert "It is “9” now (Sam Whitlock, just now)" in html
    assert rest_of(html)["reply_to"] == "post@fennmoor.example"
    assert anns.post(address, rest_of(html)).status_code == 302
    profile = BusinessProfile.objects.get()
    assert (profile.invitation_days, profile.country, profile.reply_to) == (14, "PT", "post@fennmoor.example")


def test_what_was_taken_over_from_a_colleague_is_taken_over_again_when_she_goes_on(anns: Browser, sam: Member) -> None:
    address = f"{SETTINGS}business/"
    typed = form_at(anns, address)
    change_business(by=sam, name="Fennmoor", reply_to="post@fennmoor.example", invitation_days=9)
    asked = anns.post(address, {**typed, "invitation_days": "14"})
    change_business(by=sam, name="Fennmoor", reply_to="office@fennmoor.example")
    assert anns.post(address, rest_of(asked.content.decode())).status_code == 302
    profile = BusinessProfile.objects.get()
    assert (profile.invitation_days, profile.reply_to) == (14, "office@fennmoor.example")


def test_of_the_business_and_of_a_member_too_who_changed_that_detail_is_named(
    anns: Browser, ann: Member, sam: Member, kofi: Member, ines: Member
) -> None:
    business, member = f"{SETTINGS}business/", f"{SETTINGS}users/{kofi.pk}/"
    profile, seat = form_at(anns, business), form_at(anns, member)
    change_business(by=sam, name="Fennmoor", invitation_days=9)
    change_business(by=ines, name="Fennmoor", country="PT")
    kofi.move_under(None, by=sam)
    kofi.make_admin(by=ines)
    for address, typed in (
        (business, {**profile, "invitation_days": "14"}),
        (member, {**seat, "manager": str(ann.pk)}),
    ):
        asked = anns.post(address, typed)
        assert asked.status_code == 409
        assert "(Sam Whitlock, just now)" in asked.content.decode()


def test_a_logo_hung_meanwhile_asks_nobody(anns: Browser, sam: Member) -> None:
    address = f"{SETTINGS}business/"
    typed = form_at(anns, address)
    set_logo(PNG, by=sam)
    logo = SimpleUploadedFile("logo.png", PNG, "image/png")
    assert anns.post(address, {**typed, "logo": logo}).status_code == 302


def test_a_mistake_is_told_before_a_clash(anns: Browser, sam: Member) -> None:
    address = f"{SETTINGS}business/"
    typed = form_at(anns, address)
    change_business(by=sam, name="Fennmoor", invitation_days=9)
    wrong = anns.post(address, {**typed, "invitation_days": "soon"})
    assert (wrong.status_code, "now (Sam Whitlock" in wrong.content.decode()) == (422, False)
    mended = {**rest_of(wrong.content.decode()), "invitation_days": "14"}
    assert anns.post(address, mended).status_code == 409


def test_words_of_a_mail_that_somebody_wrote_meanwhile_are_shown_whole(anns: Browser, sam: Member) -> None:
    kind = MAIL_KINDS["password_changed"]
    address = f"{SETTINGS}mail/password_changed/"
    typed = form_at(anns, address)
    kind.reword(Wording("Sam's subject", "# Sam's heading\n\n" + "Sam's words. " * 30), by=sam)
    mine = {**typed, "body": "My words."}
    drafts = anns.post(f"{address}test/", mine)
    assert drafts.status_code == 200, "a test saves nothing and asks nothing"
    asked = anns.post(address, {**mine, "seen": rest_of(drafts.content.decode())["seen"]})
    html = unescape(asked.content.decode())
    assert asked.status_code == 409
    assert "Sam's words. " * 29 in html
    assert "My words." in html
    assert "Sam's subject" in rest_of(asked.content.decode())["subject"]
    again = {**rest_of(asked.content.decode()), "body": "My words."}
    assert anns.post(address, again).status_code == 302
    assert kind.wording() == Wording("Sam's subject", "My words.")


def test_an_option_renamed_meanwhile_is_asked_about_where_it_stands(anns: Browser, sam: Member) -> None:
    row = Status.objects.first()
    address = f"{SETTINGS}statuses/{row.pk}/name/"
    html = anns.get(f"{SETTINGS}statuses/").content.decode()
    typed = next(dict(one.pairs) for one in sendings(html, "/") if one.address == address)
    row.rename("Sam's word", by=sam)
    asked = anns.post(address, {**typed, "name": "My word"})
    assert asked.status_code == 409
    page = asked.content.decode()
    assert "It is “Sam&#x27;s word” now (Sam Whitlock" in page or "It is “Sam&#39;s word” now (Sam Whitlock" in page
    again = next(dict(one.pairs) for one in sendings(page, "/") if one.address == address)
    assert again["name"] == "My word"
    assert anns.post(address, again).status_code == 302
    assert row.fresh().name == "My word"


def test_choices_of_a_field_that_both_changed_are_asked_about(anns: Browser, ann: Member, sam: Member) -> None:
    field = Field.objects.add("Level", by=ann, kind="choice", choices=["New", "Skilled"])
    address = f"{SETTINGS}fields/{field.pk}/"
    typed = {"label": "Level", "choices": "New\r\nSkilled", "seen": form_at(anns, address)["seen"]}
    field.change(by=sam, label="Level", choices=["New", "Skilled", "Expert"])
    renamed = anns.post(address, {**typed, "label": "Trading level"})
    assert renamed.status_code == 302
    assert (field.fresh().label, field.fresh().choices) == ("Trading level", ["New", "Skilled", "Expert"])
    asked = anns.post(address, {**typed, "choices": "Old\r\nNew"})
    assert asked.status_code == 409
    assert "Expert" in asked.content.decode()


def test_two_tabs_with_one_profile_do_not_take_back_each_others_details(anns: Browser, ann: Member) -> None:
    address = f"{SETTINGS}profile/"
    tab, other = form_at(anns, address), form_at(anns, address)
    anns.post(address, {**tab, "phone": "+1 202 555 0101"})
    assert anns.post(address, {**other, "name": "Ann B. Reyes"}).status_code == 302
    user = ann.user.fresh()
    assert (user.phone, user.name) == ("+1 202 555 0101", "Ann B. Reyes")
    assert anns.post(address, {**other, "phone": "+1 202 555 0102"}).status_code == 409
