from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.clients.models import Client
from doorstep.clients.registration import bind
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.portal.tests.telling import HOST, browser, sign_up
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db
MAYA = "maya.okonjo@example.com"


@pytest.fixture
def sam(fennmoor: Business) -> Member:
    with scope(fennmoor):
        return Member.objects.select_related("user", "team").get(user__name="Sam Whitlock")


@pytest.fixture
def lead(fennmoor: Business, sam: Member) -> Lead:
    with scope(fennmoor):
        lead = capture(sam.team, by=sam, name="Maya Okonjo", email=MAYA, assignee=sam)
        lead.log_call("answered, 6 minutes", by=sam, text="She sounds worried")
        lead.write_note("Difficult customer", by=sam)
    return lead


def home_of(fennmoor: Business) -> tuple[object, str]:
    visitor = browser()
    sign_up(visitor, fennmoor, MAYA)
    return visitor, visitor.get("/portal/").content.decode()


def test_a_stranger_is_asked_to_sign_in_and_comes_back(fennmoor: Business) -> None:
    assert browser().get("/portal/history/").headers["Location"] == "/portal/sign-in/?next=%2Fportal%2Fhistory%2F"


def test_the_history_before_the_account_is_told_in_plain_words(fennmoor: Business, lead: Lead) -> None:
    _visitor, page = home_of(fennmoor)
    assert "called you" in page
    assert "You made your account" in page


def test_what_members_write_for_each_other_is_never_shown(fennmoor: Business, lead: Lead) -> None:
    visitor, page = home_of(fennmoor)
    everything = page + visitor.get("/portal/history/").content.decode()
    assert "Difficult customer" not in everything
    assert "She sounds worried" not in everything


@pytest.mark.parametrize(
    ("hour", "words"), [(8, "Good morning"), (14, "Good afternoon"), (22, "Good evening"), (2, "Good evening")]
)
def test_the_greeting_knows_the_time_of_day_in_her_own_zone(hour: int, words: str, fennmoor: Business) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with time_machine.travel(tomorrow.replace(hour=(hour - 9) % 24, minute=5)):
        visitor, _page = home_of(fennmoor)
        visitor.post("/portal/you/", {"name": "Maya Okonjo", "phone": "", "time_zone": "Asia/Tokyo"})
        assert f"{words}, Maya" in visitor.get("/portal/").content.decode()


def test_whoever_works_her_lead_is_whom_she_can_write_to(fennmoor: Business, lead: Lead) -> None:
    _visitor, page = home_of(fennmoor)
    assert "Write to Sam" in page
    assert "mailto:sam@fennmoor.example" in page


def test_a_section_without_anything_in_it_does_not_show(fennmoor: Business) -> None:
    _visitor, page = home_of(fennmoor)
    assert "What is next" not in page
    assert "Show everything" not in page


def test_more_than_fits_is_a_click_away(fennmoor: Business, lead: Lead, sam: Member) -> None:
    with scope(fennmoor):
        for _call in range(6):
            lead.log_call("no answer", by=sam)
    visitor, page = home_of(fennmoor)
    assert "Show everything since" in page
    assert visitor.get("/portal/history/").content.decode().count("called you") == 7


def test_a_long_history_has_pages(fennmoor: Business, lead: Lead, sam: Member) -> None:
    with scope(fennmoor):
        for _call in range(70):
            lead.log_call("no answer", by=sam)
    visitor, _page = home_of(fennmoor)
    first = visitor.get("/portal/history/").content.decode()
    assert first.count("called you") == 49
    address = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert visitor.get("/portal/history/" + address).content.decode().count("called you") == 22
    assert visitor.get("/portal/history/?cursor=nonsense").status_code == 200


def test_an_application_being_checked_is_the_first_thing_she_reads(fennmoor: Business, lead: Lead, sam: Member) -> None:
    visitor, page = home_of(fennmoor)
    assert "You are registered." in page
    assert "Your client number is C-10001." in page
    with scope(fennmoor):
        lead.fresh().apply_for_account(by=sam)
    assert "Your application is being checked" in visitor.get("/portal/").content.decode()


def test_one_client_never_reads_about_another(fennmoor: Business, lead: Lead, sam: Member) -> None:
    with scope(fennmoor):
        other = capture(sam.team, by=sam, name="Noor Haddad", email="noor@example.com")
        other.log_call("answered", by=sam)
    sign_up(browser(), fennmoor, "noor@example.com", "Noor Haddad")
    _visitor, page = home_of(fennmoor)
    assert page.count("called you") == 1
    assert "Noor" not in page


def test_a_lead_bound_by_hand_brings_its_history_along(fennmoor: Business, sam: Member) -> None:
    visitor, page = home_of(fennmoor)
    assert "called you" not in page
    with scope(fennmoor):
        lead = capture(sam.team, by=sam, name="M. Okonjo", phone="+1 202 555 0143")
        lead.log_call("answered", by=sam)
        bind(lead, Client.objects.get(), by=sam)
    assert "called you" in visitor.get("/portal/").content.decode()


def test_home_takes_few_queries_however_long_the_history(
    fennmoor: Business, lead: Lead, sam: Member, django_assert_max_num_queries: object
) -> None:
    visitor, _page = home_of(fennmoor)
    with django_assert_max_num_queries(20):
        visitor.get("/portal/")


def test_the_portal_closes_when_the_account_is_disabled(fennmoor: Business) -> None:
    visitor, _page = home_of(fennmoor)
    with scope(fennmoor):
        Client.objects.select_related("user").get().user.disable()
    assert visitor.get("/portal/").status_code == 302


def test_a_session_ends_by_the_clock(fennmoor: Business) -> None:
    visitor, _page = home_of(fennmoor)
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert visitor.get("/portal/").status_code == 302


def test_signing_out_ends_it(fennmoor: Business) -> None:
    visitor, _page = home_of(fennmoor)
    visitor.post("/portal/sign-out/")
    assert visitor.get("/portal/", headers={"host": HOST}).status_code == 302
