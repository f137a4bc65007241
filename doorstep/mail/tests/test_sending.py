"""A message is a row first; the worker hands it to the mail server once, and its outcome is recorded."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from doorstep.accounts.models import Member
from doorstep.leads.models import Lead
from doorstep.mail.delivery import MOST_TRIES, pause_after
from doorstep.mail.kinds import MailKind
from doorstep.mail.models import Message, Suppression
from doorstep.mail.models.message import LEASE
from doorstep.mail.tests.posting import LINK, MAYA, deliver, post
from doorstep.tenancy.models import Business
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity
from tests.ports import free_port
from tests.smtp import Letterbox

pytestmark = pytest.mark.django_db


def jobs_waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'doorstep.mail.jobs.deliver'")
        return int(cursor.fetchone()[0])


def test_a_message_arrives_with_both_parts_and_the_right_headers(
    at_fennmoor: Business, ann: Member, welcome: MailKind, letterbox: Letterbox
) -> None:
    message = post(welcome, by=ann, reply_to="ann@fennmoor.example")
    assert deliver(message) == 0
    (letter,) = letterbox.letters
    assert letter["To"] == f"Maya Okonjo <{MAYA}>"
    assert letter["From"].addresses[0].display_name == "Fennmoor"
    assert letter["Reply-To"] == "ann@fennmoor.example"
    assert letter["Subject"] == "Welcome to Fennmoor, Maya Okonjo"
    assert letter["Message-ID"].strip() == message.message_id
    assert letter["List-Unsubscribe"] is None
    assert letter.get_content_type() == "multipart/alternative"
    text, html = (part.get_content() for part in letter.iter_parts())
    assert "Your code is 418205." in text
    assert f"Come in:\n{LINK}" in text.replace("\r\n", "\n")
    assert f'href="{LINK}"' in html
    assert "<strong>418205</strong>" in html
    assert "4 Harbour Row" in html
    assert "You get this because Sam Whitlock invited you." in text
    assert message.fresh().sent_at is not None


def test_the_styles_stand_in_the_elements_and_the_rules_for_dark_and_small_in_the_head(
    at_fennmoor: Business, welcome: MailKind
) -> None:
    html = post(welcome).html
    assert 'style="' in html
    assert "prefers-color-scheme" in html
    assert "<link" not in html


def test_a_message_that_is_rolled_back_is_never_sent(at_fennmoor: Business, welcome: MailKind) -> None:
    try:
        with transaction.atomic():
            post(welcome)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert jobs_waiting() == 0
    post(welcome)
    assert jobs_waiting() == 1


def test_a_passing_refusal_is_tried_again_under_the_same_message_id_and_delivered_once(
    at_fennmoor: Business, welcome: MailKind, letterbox: Letterbox
) -> None:
    message = post(welcome)
    letterbox.answer = "451 4.3.0 come again"
    assert deliver(message) > 0
    assert message.fresh().state == "Trying again"
    letterbox.answer = "250 OK"
    assert deliver(message) == 0
    assert deliver(message) == 0
    (letter,) = letterbox.letters
    assert letter["Message-ID"].strip() == message.message_id
    assert message.fresh().tries == 2
    assert message.fresh().last_error == ""


def test_pauses_grow_and_differ() -> None:
    assert pause_after(1) < 20
    assert pause_after(4) > 60
    assert max(pause_after(tries) for tries in range(1, MOST_TRIES)) <= 5 * 60 * 60
    assert len({pause_after(8) for _try in range(20)}) > 1


def test_a_server_that_is_down_for_a_day_is_given_up_and_the_timeline_says_so(
    maya: Lead, welcome: MailKind, letterbox: Letterbox, settings: Settings
) -> None:
    settings.EMAIL_PORT = free_port()
    message = post(welcome, about=maya)
    Message.objects.filter(pk=message.pk).update(tries=MOST_TRIES - 1)
    assert deliver(message) == 0
    assert message.fresh().state == "Not delivered"
    newest = Activity.objects.about([maya.pk]).first()
    assert newest is not None
    assert sentence(newest) == f"The e-mail “Welcome to Fennmoor, Maya Okonjo” could not be delivered to {MAYA}"


def test_a_dead_address_bounces_at_once_and_gets_nothing_more(
    maya: Lead, welcome: MailKind, letterbox: Letterbox
) -> None:
    letterbox.refusal = "550 5.1.1 no such mailbox"
    message = post(welcome, about=maya)
    assert deliver(message) == 0
    assert message.fresh().state == "Came back"
    assert "5.1.1" in Suppression.objects.get().evidence
    letterbox.refusal = ""
    second = post(welcome, about=maya)
    assert deliver(second) == 0
    assert letterbox.letters == []
    assert second.fresh().state == "Not sent"


@pytest.mark.parametrize("answer", ["554 5.7.1 relay access denied", "552 5.2.2 mailbox full"])
def test_a_refusal_that_is_not_about_the_address_suppresses_nobody(
    at_fennmoor: Business, welcome: MailKind, letterbox: Letterbox, answer: str
) -> None:
    letterbox.refusal = answer
    message = post(welcome)
    assert deliver(message) == 0
    assert message.fresh().state == "Not delivered"
    assert not Suppression.objects.exists()


def test_a_server_that_hangs_costs_a_try_and_no_more_than_the_time_limit(
    at_fennmoor: Business, welcome: MailKind, letterbox: Letterbox, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    letterbox.silence = 2
    message = post(welcome)
    started = timezone.now()
    assert deliver(message) > 0
    assert timezone.now() - started < timedelta(seconds=2)
    assert message.fresh().sent_at is None


def test_a_worker_that_died_is_followed_by_another_under_the_same_message_id(
    at_fennmoor: Business, welcome: MailKind, letterbox: Letterbox
) -> None:
    message = post(welcome)
    Message.objects.filter(pk=message.pk).update(claimed_at=timezone.now())
    assert deliver(message) == LEASE.total_seconds()
    assert letterbox.letters == []
    Message.objects.filter(pk=message.pk).update(claimed_at=timezone.now() - LEASE)
    assert deliver(message) == 0
    assert [letter["Message-ID"].strip() for letter in letterbox.letters] == [message.message_id]


def test_secrets_are_veiled_in_the_row_and_forgotten_on_a_server_once_sent(
    at_fennmoor: Business, welcome: MailKind, letterbox: Letterbox, settings: Settings
) -> None:
    settings.IS_PRODUCTION = True
    message = post(welcome)
    for stored in (message.subject, message.text, message.html):
        assert "418205" not in stored
        assert "4Kd9tq2" not in stored
    deliver(message)
    assert "418205" in letterbox.letters[0].as_string()
    assert message.fresh().secrets == {}


def test_without_a_mail_server_the_message_is_kept_with_its_link(
    at_fennmoor: Business, welcome: MailKind, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "doorstep.mail.delivery.KeepForPreview"
    message = post(welcome)
    assert deliver(message) == 0
    assert LINK in message.fresh().full_text
    settings.IS_PRODUCTION = True
    second = post(welcome)
    assert deliver(second) > 0
    assert "EMAIL_URL" in second.fresh().last_error
