"""The settings: what each member changes for herself, and what an admin changes for all."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client as Browser

from doorstep.accounts.models import ApiKey, Member, Session, User
from doorstep.clients.models import ClientType
from doorstep.demo.cast import PASSWORD
from doorstep.leads.models import Field, Lead, LeadType, Status
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, BusinessProfile

SETTINGS = "/desk/settings/"
USERS = f"{SETTINGS}users/"


def signed_in(member: Member) -> Browser:
    browser = Browser(HTTP_HOST="brokerage.localhost")
    _session, token = Session.objects.open(member.user, remember=False)
    browser.cookies["doorstep-desk"] = token
    return browser


@pytest.fixture
def desk(ann: Member) -> Browser:
    return signed_in(ann)


def turn(browser: Browser, member: Member, switch: str, *, on: bool) -> tuple[int, str]:
    answer = browser.post(
        f"{USERS}{member.pk}/switches/", {"switch": switch, "on": str(on).lower()}, headers={"HX-Request": "true"}
    )
    return answer.status_code, answer.content.decode()


def page(browser: Browser, path: str) -> str:
    answer = browser.get(SETTINGS + path)
    assert answer.status_code == 200
    return answer.content.decode()


FOR_ADMINS = [
    *("business/", "users/", "users/new/", "lead-types/", "statuses/", "client-types/", "fields/new/", "keys/"),
    "held-back/",
]


@pytest.mark.parametrize("path", FOR_ADMINS)
def test_what_concerns_all_is_for_admins(desk: Browser, kofi: Member, path: str) -> None:
    page(desk, path)
    refusal = signed_in(kofi).get(SETTINGS + path)
    assert refusal.status_code == 403
    assert Browser(HTTP_HOST="brokerage.localhost").get(SETTINGS + path).status_code == 302


def test_everybody_has_a_profile_and_sees_only_links_that_open(kofi: Member) -> None:
    shown = page(signed_in(kofi), "profile/")
    assert f'href="{SETTINGS}security/"' in shown
    assert USERS not in shown


def test_a_profile_is_saved(kofi: Member) -> None:
    browser = signed_in(kofi)
    typed = {"name": "Kofi A. Mensah", "phone": "+1 202 555 0101", "time_zone": "Africa/Accra"}
    browser.post(f"{SETTINGS}profile/", typed)
    user = kofi.user.fresh()
    assert (user.name, user.time_zone, kofi.fresh().new_lead_notification) == ("Kofi A. Mensah", "Africa/Accra", False)
    assert browser.post(f"{SETTINGS}profile/", {"name": "", "time_zone": "Mars/Base"}).status_code == 422


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Kathmandu", "17:45"), ("", "12:00")])
def test_times_are_read_in_the_readers_own_zone(ann: Member, zone: str, hour: str) -> None:
    """Noon of a January day in UTC, which is Lisbon's noon too: the business's zone."""
    User.objects.filter(pk=ann.user_id).update(time_zone=zone)
    key, _secret = ApiKey.objects.issue(name="Website", scopes=["leads:read"], team=ann.team, by=ann)
    ApiKey.objects.filter(pk=key.pk).update(created_at=datetime(2026, 1, 15, 12, tzinfo=UTC))
    assert f"15 Jan 2026, {hour}" in page(signed_in(ann), "keys/")


def test_a_new_password_signs_out_the_other_devices_but_not_this_one(kofi: Member) -> None:
    here, elsewhere = signed_in(kofi), signed_in(kofi)
    wrong = here.post(f"{SETTINGS}security/", {"current": "wrong", "password": "a long new sentence"})
    assert "not your password of today" in wrong.content.decode()
    assert elsewhere.get(f"{SETTINGS}profile/").status_code == 200
    same = here.post(f"{SETTINGS}security/", {"current": PASSWORD, "password": PASSWORD})
    assert "This is the password already." in same.content.decode()
    here.post(f"{SETTINGS}security/", {"current": PASSWORD, "password": "a long new sentence"})
    assert here.get(f"{SETTINGS}profile/").status_code == 200
    assert elsewhere.get(f"{SETTINGS}profile/").status_code == 302


def test_the_current_password_is_not_guessed_for_ever(kofi: Member) -> None:
    browser = signed_in(kofi)
    for _ in range(10):
        browser.post(f"{SETTINGS}security/", {"current": "wrong", "password": "a long new sentence"})
    answer = browser.post(f"{SETTINGS}security/", {"current": PASSWORD, "password": "a long new sentence"})
    assert "Try again in 30 seconds" in answer.content.decode()


def test_the_users_stand_as_a_tree_with_their_leads(desk: Browser, tomasz: Lead) -> None:
    rows = re.findall(
        r'data-level="(\d)".*?title="([^"]+)".*?data-priority="2"[^>]*>(\d+)', page(desk, "users/"), re.DOTALL
    )
    assert rows[0] == ("1", "Ann Reyes", "1")
    assert ("2", "Sam Whitlock", "1") in rows
    assert rows[rows.index(("2", "Sam Whitlock", "1")) + 1][0] == "3"


def test_a_new_user_is_mailed_a_link(desk: Browser, sam: Member) -> None:
    added = {
        "name": "Mina Korhola",
        "email": "mina@fennmoor.example",
        "manager": str(sam.pk),
        "view_downline": "on",
        "is_enabled": "on",
    }
    assert desk.post(f"{USERS}new/", added)["Location"] == USERS
    mina = Member.objects.get(user__name="Mina Korhola")
    assert (mina.manager, mina.view_downline, mina.is_admin) == (sam, True, False)
    assert Message.objects.get().kind == "first_password"
    again = desk.post(f"{USERS}new/", added)
    assert again.status_code == 422
    assert "already has an account" in again.content.decode()
    assert desk.post(f"{USERS}new/", {"name": "X", "email": "mina@"}).status_code == 422


def test_a_switch_answers_with_its_row(desk: Browser, sam: Member) -> None:
    status, row = turn(desk, sam, "is_admin", on=True)
    assert (status, row.count("<tr")) == (200, 1)
    assert sam.fresh().is_admin
    turn(desk, sam, "is_enabled", on=False)
    assert not sam.fresh().is_enabled
    turn(desk, sam, "is_enabled", on=True)
    turn(desk, sam, "view_downline", on=False)
    assert (sam.fresh().is_enabled, sam.fresh().view_downline) == (True, False)


def test_nobody_switches_herself_off(desk: Browser, ann: Member) -> None:
    status, row = turn(desk, ann, "is_enabled", on=False)
    assert status == 422
    assert "their own access" in row
    assert ann.fresh().is_enabled


def test_a_user_is_moved_and_the_whole_form_is_taken_or_none_of_it(
    desk: Browser, sam: Member, kofi: Member, ann: Member
) -> None:
    desk.post(f"{USERS}{kofi.pk}/", {"manager": str(ann.pk), "is_enabled": "on", "view_downline": "on"})
    assert (kofi.fresh().manager, kofi.fresh().view_downline) == (ann, True)
    kofi.move_under(sam, by=ann)
    refused = desk.post(f"{USERS}{sam.pk}/", {"manager": str(kofi.pk), "is_enabled": "", "is_admin": "on"})
    assert refused.status_code == 422
    assert "stands below Sam Whitlock" in refused.content.decode()
    assert (sam.fresh().is_admin, sam.fresh().is_enabled) == (False, True)


def test_a_link_is_sent_again(desk: Browser, sam: Member) -> None:
    desk.post(f"{USERS}{sam.pk}/password-link/")
    assert Message.objects.get(kind="first_password").to_email == sam.user.email


def test_users_of_another_team_or_business_are_not_there(desk: Browser, larkfield: Business) -> None:
    with scope(larkfield):
        nora = Member.objects.first()
    for path, body in (
        ("", {"manager": ""}),
        ("switches/", {"switch": "is_admin", "on": "true"}),
        ("password-link/", {}),
    ):
        assert desk.post(f"{USERS}{nora.pk}/{path}", body).status_code == 404


BUSINESS = {
    "name": "Fennmoor",
    "accent": "#15574b",
    "time_zone": "Europe/Lisbon",
    "country": "PT",
    "currency": "EUR",
    "language": "en",
    "invitation_days": "7",
    "postal_address": "",
    "sender_name": "",
    "sender_email": "",
    "reply_to": "",
}


def test_the_business_profile_is_saved(desk: Browser) -> None:
    assert (
        desk.post(
            f"{SETTINGS}business/", {**BUSINESS, "name": "Fennmoor & Co", "allow_duplicate_contact": "on"}
        ).status_code
        == 302
    )
    profile = BusinessProfile.objects.select_related("business").get()
    assert (profile.business.name, profile.country, profile.allow_duplicate_contact) == ("Fennmoor & Co", "PT", True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accent", "red;} body{display:none"),
        ("time_zone", "Mars/Base"),
        ("invitation_days", "0"),
        ("country", "ZZZ"),
        ("sender_email", "x"),
    ],
)
def test_what_a_business_cannot_be_is_refused(desk: Browser, field: str, value: str) -> None:
    assert desk.post(f"{SETTINGS}business/", {**BUSINESS, field: value}).status_code == 422
    assert BusinessProfile.objects.get().accent == "#15574b"


@pytest.mark.parametrize(
    ("sort", "model"), [("lead-types", LeadType), ("statuses", Status), ("client-types", ClientType)]
)
def test_options_are_added_renamed_ordered_retired_and_brought_back(
    desk: Browser, sort: str, model: type[LeadType]
) -> None:
    def change(called: str, how: str, **body: str) -> None:
        desk.post(f"{SETTINGS}{sort}/{model.objects.get(name=called).pk}/{how}/", body)

    desk.post(f"{SETTINGS}{sort}/", {"name": "  Brand   new "})
    assert [row.name for row in model.objects.all()][-1] == "Brand new"
    change("Brand new", "name", name="Newer")
    change("Newer", "place", to="up")
    assert [row.name for row in model.objects.all()][-2] == "Newer"
    change("Newer", "retirement")
    assert "Newer" not in [row.name for row in model.objects.offered()]
    assert "Newer" in page(desk, f"{sort}/")
    change("Newer", "return")
    assert "Newer" in [row.name for row in model.objects.offered()]
    assert desk.post(f"{SETTINGS}{sort}/", {"name": "NEWER"}).status_code == 422


def test_the_last_option_stays(desk: Browser) -> None:
    for row in ClientType.objects.all():
        desk.post(f"{SETTINGS}client-types/{row.pk}/retirement/")
    assert ClientType.objects.offered().count() == 1
    assert "is the only one left" in page(desk, "client-types/")


def test_a_custom_field_is_added_changed_and_removed(desk: Browser) -> None:
    trader = LeadType.objects.get(name="Trader")
    body = {"label": "Trading level", "lead_type": str(trader.pk), "kind": "choice", "choices": "New\nSkilled\n\nNew"}
    desk.post(f"{SETTINGS}fields/new/", body)
    field = Field.objects.get()
    assert (field.key, field.choices, field.lead_type) == ("trading_level", ["New", "Skilled"], trader)
    assert "Trading level" in page(desk, "lead-types/")
    assert desk.post(f"{SETTINGS}fields/new/", body).status_code == 422
    assert desk.post(f"{SETTINGS}fields/new/", {**body, "label": "Other", "choices": "one"}).status_code == 422
    desk.post(f"{SETTINGS}fields/{field.pk}/", {"label": "Level", "choices": "New\nSkilled\nExpert"})
    assert (field.fresh().label, field.fresh().key, len(field.fresh().choices)) == ("Level", "trading_level", 3)
    desk.post(f"{SETTINGS}fields/{field.pk}/removal/")
    assert not Field.objects.exists()


def test_a_key_is_shown_once_and_revoked(desk: Browser) -> None:
    shown = desk.post(f"{SETTINGS}keys/", {"name": "Website", "scopes": ["leads:read", "leads:write"]}).content.decode()
    secret = re.search(r"dsk_[\w-]{40,}", shown)[0]
    assert secret not in page(desk, "keys/")
    key = ApiKey.of(secret)
    assert key.scopes == ["leads:read", "leads:write"]
    desk.post(f"{SETTINGS}keys/{key.pk}/revocation/")
    assert ApiKey.of(secret) is None
    assert desk.post(f"{SETTINGS}keys/", {"name": "Website", "scopes": ["everything"]}).status_code == 422
    assert desk.post(f"{SETTINGS}keys/", {"name": "Website"}).status_code == 422


def test_hostile_words_in_the_settings_stay_text(desk: Browser) -> None:
    evil = "<script>alert(1)</script>"
    desk.post(f"{SETTINGS}statuses/", {"name": evil})
    desk.post(f"{SETTINGS}keys/", {"name": evil, "scopes": ["leads:read"]})
    User.objects.filter(email_key="kofi@fennmoor.example").update(name=evil)
    for path in ("statuses/", "keys/", "users/", "users/new/"):
        assert evil not in page(desk, path)
