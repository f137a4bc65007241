"""Who left a list, complained or does not exist is not written to; a person's own business still reaches her."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from doorstep.leads.models import Lead
from doorstep.mail.kinds import MailKind
from doorstep.mail.lists import leave_url
from doorstep.mail.models import Message, Reason, Suppression
from doorstep.mail.tests.posting import MAYA, deliver, post
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity
from tests.smtp import Letterbox

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def link_in(message: Message) -> str:
    return leave_url(message).removeprefix("http://brokerage.localhost")


def test_a_list_mail_bears_the_one_click_headers(
    at_fennmoor: Business, welcome: MailKind, letterbox: Letterbox
) -> None:
    deliver(post(welcome, list_key="news"))
    (letter,) = letterbox.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].strip().startswith("<http://brokerage.localhost/mail/unsubscribe/")
    text, html = (part.get_content() for part in letter.iter_parts())
    assert "/mail/unsubscribe/" in text
    assert "/mail/unsubscribe/" in html


def test_one_who_left_gets_no_more_of_that_list_but_still_gets_codes_and_other_lists(
    maya: Lead, welcome: MailKind, letterbox: Letterbox
) -> None:
    post(welcome, about=maya, list_key="news").leave_list("She said so.")
    for list_key in ("news", "", "listings"):
        deliver(post(welcome, list_key=list_key))
    assert len(letterbox.letters) == 2
    withheld = Message.objects.exclude(withheld_at=None).get()
    assert (withheld.list_key, withheld.last_error) == ("news", "the person unsubscribed")
    newest = Activity.objects.about([maya.pk]).first()
    assert newest is not None
    assert sentence(newest) == f"{MAYA} asked for no more e-mails like “Welcome to Fennmoor, Maya Okonjo”"


def test_one_who_left_after_the_mail_was_written_is_still_obeyed(
    at_fennmoor: Business, welcome: MailKind, letterbox: Letterbox
) -> None:
    written = post(welcome, list_key="news")
    post(welcome, list_key="news").leave_list("She said so.")
    deliver(written)
    assert letterbox.letters == []


def test_a_complaint_ends_every_list_but_not_codes(
    at_fennmoor: Business, welcome: MailKind, letterbox: Letterbox
) -> None:
    post(welcome, list_key="news").complain("Reported as spam.")
    deliver(post(welcome, list_key="listings"))
    deliver(post(welcome))
    assert len(letterbox.letters) == 1


def test_looking_at_the_unsubscribe_page_changes_nothing(fennmoor: Business, welcome: MailKind) -> None:
    with scope(fennmoor):
        path = link_in(post(welcome, list_key="news"))
    page = Browser(headers={"host": "brokerage.localhost"}).get(path)
    assert page.status_code == 200
    assert "m…@example.com" in page.content.decode()
    assert MAYA not in page.content.decode()
    with scope(fennmoor):
        assert not Suppression.objects.exists()


def test_one_click_needs_neither_cookie_nor_form_token(fennmoor: Business, welcome: MailKind) -> None:
    with scope(fennmoor):
        path = link_in(post(welcome, list_key="news"))
    browser = Browser(enforce_csrf_checks=True, headers={"host": "brokerage.localhost"})
    assert browser.post(path, ONE_CLICK).status_code == 200
    assert browser.post(path, ONE_CLICK).status_code == 200
    with scope(fennmoor):
        left = Suppression.objects.get()
        assert (left.email_key, left.list_key, left.reason) == (MAYA, "news", Reason.UNSUBSCRIBE)
        assert "127.0.0.1" in left.evidence


def test_leaving_by_mistake_is_undone_on_the_same_page(fennmoor: Business, welcome: MailKind) -> None:
    with scope(fennmoor):
        path = link_in(post(welcome, list_key="news"))
    browser = Browser(headers={"host": "brokerage.localhost"})
    assert "You are off the list" in browser.post(path, follow=True).content.decode()
    back = browser.post(path.replace("/unsubscribe/", "/subscribe/"), follow=True).content.decode()
    assert "No more e-mails like this?" in back
    with scope(fennmoor):
        assert not Suppression.objects.standing().exists()
        assert Suppression.objects.count() == 1


def test_an_altered_link_or_one_of_another_business_is_not_found(
    fennmoor: Business, larkfield: Business, welcome: MailKind
) -> None:
    with scope(fennmoor):
        path = link_in(post(welcome, list_key="news"))
        no_list = post(welcome)
        no_list.list_key = "news"  # forged: the row has none
        forged = link_in(no_list)
    here, there = (Browser(headers={"host": f"{name}.localhost"}) for name in ("brokerage", "exchange"))
    assert here.post(path[:-3] + "xx/").status_code == 404
    assert here.post(forged).status_code == 404
    assert there.post(path).status_code == 404


def test_the_database_keeps_one_standing_suppression_and_names_lists_only_for_those_who_left(
    at_fennmoor: Business,
) -> None:
    row = {"email_key": MAYA, "reason": Reason.BOUNCE}
    Suppression.objects.create(**row)
    with pytest.raises(IntegrityError, match="one_standing_suppression"), transaction.atomic():
        Suppression.objects.create(**row)
    with pytest.raises(IntegrityError, match="only_an_unsubscribe_names_a_list"), transaction.atomic():
        Suppression.objects.create(email_key=MAYA, reason=Reason.UNSUBSCRIBE)
