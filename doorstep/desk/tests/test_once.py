"""What is made by a form is made once, however often the form is sent."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.models import ApiKey, Member, Submission
from doorstep.clients.tests.telling import at_once
from doorstep.config.clock import forget_what_is_over
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, BusinessProfile
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db
NEW_LEAD, NEW_USER, KEYS = "/desk/leads/new/", "/desk/settings/users/new/", "/desk/settings/keys/"
MAYA = {"name": "Maya Okonjo", "email": "maya.okonjo@example.com", "origin": "new"}


@pytest.fixture
def anns(ann: Member) -> Browser:
    return browser_of(ann)


def opened(browser: Browser, address: str) -> str:
    return re.search(r'name="once" value="(\w{64})"', browser.get(address).content.decode())[1]


def test_a_lead_sent_twice_is_one_and_both_lead_to_it(anns: Browser) -> None:
    typed = {**MAYA, "anyway": "yes", "once": opened(anns, NEW_LEAD)}
    first, second = anns.post(NEW_LEAD, typed), anns.post(NEW_LEAD, typed, follow=True)
    assert second.redirect_chain == [(first["Location"], 302)]
    assert "sent twice and done once" in second.content.decode()
    assert Lead.objects.count() == 1


def test_a_user_sent_twice_is_one_where_an_address_may_have_several(anns: Browser) -> None:
    BusinessProfile.objects.update(allow_duplicate_contact=True)
    typed = {"name": "Mina Korhola", "email": "mina@fennmoor.example", "once": opened(anns, NEW_USER)}
    for _time in range(2):
        assert anns.post(NEW_USER, typed)["Location"] == "/desk/settings/users/"
    assert Member.objects.filter(user__name="Mina Korhola").count() == 1


def test_a_key_sent_twice_is_one_and_the_second_says_where_its_secret_was(anns: Browser) -> None:
    typed = {"name": "Website", "scopes": ["leads:read"], "once": opened(anns, KEYS)}
    assert "dsk_" in anns.post(KEYS, typed).content.decode()
    again = anns.post(KEYS, typed, follow=True).content.decode()
    assert "secret stood in the first answer only" in again
    assert "dsk_" not in again
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize(
    "entry", [{"kind": "note", "text": "Prefers mornings"}, {"kind": "mail", "subject": "Our call", "text": "Hello"}]
)
def test_an_entry_sent_twice_is_one_line_and_one_mail(anns: Browser, maya: Lead, entry: dict[str, str]) -> None:
    address = f"/desk/leads/{maya.pk}/entries/"
    typed = {**entry, "once": opened(anns, f"/desk/leads/{maya.pk}/")}
    before = Activity.objects.about([maya.pk]).count()
    for _time in range(2):
        assert anns.post(address, typed)["Location"] == f"/desk/leads/{maya.pk}/"
    assert Activity.objects.about([maya.pk]).count() == before + 1
    assert Message.objects.count() == (entry["kind"] == "mail")


def test_other_words_from_the_same_page_are_another_entry(anns: Browser, maya: Lead) -> None:
    once = opened(anns, f"/desk/leads/{maya.pk}/")
    for text in ("Prefers mornings", "Prefers evenings"):
        anns.post(f"/desk/leads/{maya.pk}/entries/", {"kind": "note", "text": text, "once": once})
    assert Activity.objects.filter(kind="lead.noted").count() == 2


def test_what_another_member_sends_elsewhere_is_hers(anns: Browser, maya: Lead, tomasz: Lead, sam: Member) -> None:
    once = opened(anns, f"/desk/leads/{maya.pk}/")
    for browser in (anns, browser_of(sam)):
        for lead in (maya, tomasz):
            browser.post(f"/desk/leads/{lead.pk}/entries/", {"kind": "note", "text": "Prefers mornings", "once": once})
    assert Activity.objects.filter(kind="lead.noted").count() == 4


def test_what_was_refused_may_be_sent_again(anns: Browser, maya: Lead, sam: Member) -> None:
    once = opened(anns, NEW_LEAD)
    assert anns.post(NEW_LEAD, {**MAYA, "once": once}).status_code == 409
    maya.delete_softly(by=sam)
    made = anns.post(NEW_LEAD, {**MAYA, "once": once})
    assert made["Location"] == f"/desk/leads/{Lead.objects.exclude(pk=maya.pk).get().pk}/"


def test_what_was_sent_is_remembered_for_a_day(ann: Member) -> None:
    Submission.objects.claim("of today")
    old, _is_first = Submission.objects.claim("of yesterday")
    Submission.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=1, seconds=1))
    forget_what_is_over(timestamp=0)
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_make_one_lead(fennmoor: Business) -> None:
    with scope(fennmoor):
        browser = browser_of(Member.objects.select_related("user", "business").get(user__name="Ann Reyes"))
    cookies, once = browser.cookies, opened(browser, NEW_LEAD)

    def click() -> str:
        mine = Browser(headers={"host": fennmoor.host})
        mine.cookies = cookies
        return str(mine.post(NEW_LEAD, {**MAYA, "once": once})["Location"])

    led_to, refusals = at_once(fennmoor, [click] * 10)
    assert (len(led_to), len(set(led_to)), refusals) == (10, 1, [])
    with scope(fennmoor):
        assert Lead.objects.count() == 1
