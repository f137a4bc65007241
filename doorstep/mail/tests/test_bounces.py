"""Mail that comes back is matched to its message, whichever way the report comes."""

import json
from email import policy
from email.message import EmailMessage

import pytest
from django.test import Client as Browser

from doorstep.leads.models import Lead
from doorstep.mail.bounces import read_report, storable, take_notice, webhook_secret
from doorstep.mail.kinds import MailKind
from doorstep.mail.message_ids import business_in
from doorstep.mail.models import Message, Reason, Suppression
from doorstep.mail.tests.posting import MAYA, deliver, post
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity
from tests.smtp import Letterbox

pytestmark = pytest.mark.django_db


def returned(message_id: str, *, action: str = "failed", status: str = "5.1.1", kind: str = "delivery-status") -> bytes:
    """A report as mail servers write it (RFC 3464), with only the headers of the original (RFC 3462)."""
    fields = f"Final-Recipient: rfc822; {MAYA}\nAction: {action}\nStatus: {status}\n"
    diagnosis = f"Diagnostic-Code: smtp; 550 {status} unknown\n"
    boundary = "=_the-parts"
    return (
        f"From: MAILER-DAEMON@relay.example\nTo: hello@fennmoor.example\nSubject: Returned mail\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="{boundary}"\n\n'
        f"--{boundary}\nContent-Type: text/plain\n\nYour letter could not be delivered.\n\n"
        f"--{boundary}\nContent-Type: message/{kind}\n\nReporting-MTA: dns; relay.example\n\n{fields}{diagnosis}\n"
        f"--{boundary}\nContent-Type: text/rfc822-headers\n\nMessage-ID:\n {message_id}\nSubject: Welcome\n\n"
        f"--{boundary}--\n"
    ).encode()


def test_a_report_of_a_dead_address_is_read() -> None:
    report = read_report(returned("<a.b@fennmoor.example>"))
    assert report is not None
    assert (report.message_id, report.recipient, report.is_dead) == ("<a.b@fennmoor.example>", MAYA, True)
    assert "550 5.1.1" in report.evidence


def test_the_whole_original_may_be_attached_too() -> None:
    original = EmailMessage(policy=policy.SMTP)
    original["Message-ID"] = "<a.b@fennmoor.example>"
    original.set_content("Hello")
    raw = returned("<x@y>").replace(b"text/rfc822-headers", b"message/rfc822")
    raw = raw.replace(b"Message-ID:\n <x@y>\nSubject: Welcome\n", original.as_bytes())
    report = read_report(raw)
    assert report is not None
    assert report.message_id == "<a.b@fennmoor.example>"


@pytest.mark.parametrize(
    "raw",
    [
        returned("<a@b>", action="delayed", status="4.4.1"),
        returned("<a@b>", action="delivered", status="2.0.0"),
        b"Subject: I am on holiday\n\nBack on Monday.",
        b"",
        b"\xff\x00 Content-Type: multipart/report; boundary\n\n--",
    ],
)
def test_a_delay_a_holiday_note_and_rubbish_report_nothing(raw: bytes) -> None:
    assert read_report(raw) is None


def test_a_returned_mail_marks_its_message_stops_the_address_and_stands_on_the_timeline(
    maya: Lead, welcome: MailKind, letterbox: Letterbox
) -> None:
    message = post(welcome, about=maya)
    deliver(message)
    report = read_report(returned(message.message_id))
    assert report is not None
    assert take_notice(report)
    assert take_notice(report)
    assert message.fresh().state == "Came back"
    assert Suppression.objects.get().reason == Reason.BOUNCE
    newest = Activity.objects.about([maya.pk]).first()
    assert newest is not None
    assert sentence(newest) == f"The e-mail “Welcome to Fennmoor, Maya Okonjo” came back: {MAYA} takes no mail"
    assert Activity.objects.filter(kind="mail.bounced").count() == 1


def test_a_full_mailbox_is_told_but_stops_nothing(maya: Lead, welcome: MailKind, letterbox: Letterbox) -> None:
    message = post(welcome, about=maya)
    deliver(message)
    report = read_report(returned(message.message_id, status="5.2.2"))
    assert report is not None
    take_notice(report)
    assert message.fresh().state == "Not delivered"
    assert not Suppression.objects.exists()


def test_a_feedback_report_is_a_complaint(at_fennmoor: Business, welcome: MailKind, letterbox: Letterbox) -> None:
    message = post(welcome, list_key="news")
    deliver(message)
    report = read_report(returned(message.message_id, kind="feedback-report"))
    assert report is not None
    take_notice(report)
    assert Suppression.objects.get().reason == Reason.COMPLAINT


def posted(path: str, body: bytes, content_type: str) -> int:
    """As the relay sends it: to any of the hosts, without cookies."""
    browser = Browser(enforce_csrf_checks=True, headers={"host": "exchange.localhost"})
    return browser.post(path, body, content_type=content_type).status_code


def sent(kind: MailKind, business: Business) -> Message:
    with scope(business):
        message = post(kind)
        message.was_sent()
    return message


def test_a_report_posted_to_any_host_finds_the_business_of_the_message(
    fennmoor: Business, larkfield: Business, welcome: MailKind
) -> None:
    message = sent(welcome, fennmoor)
    raw = returned(message.message_id)
    assert posted("/mail/bounces/guessed/", raw, "message/rfc822") == 404
    assert posted(f"/mail/bounces/{webhook_secret()}/", raw, "message/rfc822") == 204
    with scope(fennmoor):
        assert message.fresh().bounced_at is not None
    with scope(larkfield):
        assert not Suppression.objects.exists()


def test_a_providers_webhook_is_understood(fennmoor: Business, larkfield: Business, welcome: MailKind) -> None:
    message = sent(welcome, fennmoor)
    event = {
        "event": "failed",
        "severity": "permanent",
        "timestamp": 1764000000.0,
        "id": "x",
        "recipient": MAYA,
        "reason": "bounce",
        "message": {"headers": {"message-id": message.message_id.strip("<>")}},
        "delivery-status": {"code": 550, "message": "550 5.1.1 unknown user"},
    }
    body = json.dumps({"event-data": event, "signature": {}}).encode()
    secret = webhook_secret()
    assert posted(f"/mail/events/nobody/{secret}/", body, "application/json") == 404
    assert posted("/mail/events/mailgun/guessed/", body, "application/json") == 404
    assert posted(f"/mail/events/mailgun/{secret}/", b"{", "application/json") == 400
    assert posted(f"/mail/events/mailgun/{secret}/", body, "application/json") == 204
    with scope(fennmoor):
        assert message.fresh().bounced_at is not None


def test_what_came_back_for_good_does_not_come_back_once_more(
    maya: Lead, welcome: MailKind, letterbox: Letterbox
) -> None:
    message = post(welcome, about=maya)
    deliver(message)
    message.bounce("550 5.1.1 unknown")
    message.come_back("552 5.2.2 full")
    assert message.fresh().failed_at is None
    assert Activity.objects.filter(kind="mail.gave_up").count() == 0


def test_a_mail_that_came_back_twice_is_told_once(maya: Lead, welcome: MailKind, letterbox: Letterbox) -> None:
    message = post(welcome, about=maya)
    deliver(message)
    for _time in range(2):
        message.come_back("552 5.2.2 full")
    assert Activity.objects.about([maya.pk]).exclude(kind="lead.captured").count() == 1


def test_a_message_id_of_other_letters_than_ours_is_nobodys() -> None:
    assert business_in(f"<{'é' * 22}.{'é' * 22}@example.com>") is None


@pytest.mark.parametrize(("said", "kept"), [("a\0b", "ab"), ("a\ud800b", "a?b"), (7, ""), (None, "")])
def test_what_a_report_says_is_kept_as_far_as_the_database_can(said: object, kept: str) -> None:
    assert storable(said) == kept
