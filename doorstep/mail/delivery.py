"""Handing a message to the mail server: claim (commit), call with a time limit, record (commit).

A message whose acceptance could not be recorded goes again, under the same Message-ID.
"""

from collections.abc import Sequence
from contextlib import suppress
from email.header import Header
from email.headerregistry import Address
from math import ceil
from secrets import SystemRandom
from smtplib import SMTPDataError, SMTPRecipientsRefused
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.mail.lists import leave_url
from doorstep.mail.models import Message, Reason, Suppression
from doorstep.mail.models.message import LEASE
from doorstep.mail.refusals import is_dead
from doorstep.tenancy import scope

MOST_TRIES = 15  # spread over about a day
_FIRST_PAUSE, _LONGEST_PAUSE = 15, 4 * 60 * 60  # seconds


class KeepForPreview(BaseEmailBackend):
    """Without an EMAIL_URL: nothing leaves the house, and `/dev/mail` shows what would have."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if settings.IS_PRODUCTION:
            raise ConnectionError("EMAIL_URL is not set, so there is no mail server to hand this to.")
        return len(email_messages)


class Refused(Exception):
    """For good. `is_dead` when it is the address that is refused, not this one letter."""

    def __init__(self, answer: str, *, is_dead: bool) -> None:
        super().__init__(answer)
        self.answer = answer
        self.is_dead = is_dead


def attempt(business_id: UUID, message_id: UUID) -> int:
    """Tries once. The seconds to wait before the next try; 0 when there is nothing more to do."""
    with scope(business_id):
        message = _claim(message_id)
        if message is None:
            return _until_the_claim_ends(message_id)
        letter = as_email(message)
    trouble: Refused | OSError | None = None
    try:
        _hand_over(letter)
    except (Refused, OSError) as fault:
        trouble = fault
    with scope(business_id):
        return _record(message, trouble)


def as_email(message: Message) -> EmailMultiAlternatives:
    """Both parts and every header; the same each time but for the date."""
    headers = {
        "Message-ID": message.message_id,
        "From": _mailbox(message.from_name, message.from_email),
        "To": _mailbox(message.to_name, message.to_email),
    }
    if message.asked_by is None:
        headers["Auto-Submitted"] = "auto-generated"
    if link := leave_url(message):
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    letter = EmailMultiAlternatives(
        subject=_subject(message.full_subject),
        body=message.full_text,
        from_email=message.from_email,
        to=[message.to_email],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
    )
    letter.attach_alternative(message.full_html, "text/html")
    return letter


def _mailbox(name: str, email: str) -> str:
    """For a header. Django would fold a long name, and then refuse it for its line end."""
    local, _at, domain = email.rpartition("@")
    return str(Address(name if name.isascii() and "=?" not in name else _encoded(name), local, domain))


def _subject(text: str) -> str:
    """What looks encoded already is encoded once more, so that it arrives as it was typed."""
    return _encoded(text) if "=?" in text else text


def _encoded(text: str) -> str:
    """In ASCII (RFC 2047), on one line."""
    return Header(text, "utf-8").encode().replace("\n", "")


def _claim(message_id: UUID) -> Message | None:
    """The message, for this worker alone; None when it is settled, claimed or not to be sent."""
    message = Message.objects.claim(message_id)
    if message is None:
        return None
    against = Suppression.objects.against(message.email_key, message.list_key).first()
    if against is None:
        return message
    message.withhold(_because(against))
    return None


def _because(against: Suppression) -> str:
    if against.reason == Reason.BOUNCE:
        return _("earlier mail to this address came back")
    if against.reason == Reason.COMPLAINT:
        return _("the person reported earlier mail as unwanted")
    return _("the person unsubscribed")


def _until_the_claim_ends(message_id: UUID) -> int:
    """Another worker has it. Should that one have died, we come back for it."""
    elsewhere = Message.objects.unsettled().filter(pk=message_id).first()
    if elsewhere is None:
        return 0
    ends_at = (elsewhere.claimed_at or timezone.now()) + LEASE
    return max(ceil((ends_at - timezone.now()).total_seconds()), 1)


def _hand_over(letter: EmailMessage) -> None:
    """Raises Refused, or OSError (which every SMTP exception is) for what may pass."""
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    connection.open()
    try:
        connection.send_messages([letter])
    except SMTPRecipientsRefused as fault:
        raise _refusal(*next(iter(fault.recipients.values())), at_address=True) or fault from fault
    except SMTPDataError as fault:
        raise _refusal(fault.smtp_code, fault.smtp_error, at_address=False) or fault from fault
    finally:
        with suppress(OSError):  # once accepted, a server that slams the door has still accepted
            connection.close()


def _refusal(code: int, words: bytes | str, *, at_address: bool) -> Refused | None:
    """None for a 4xx: the server asks us to come again."""
    if code < 500:
        return None
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return Refused(f"{code} {text}"[:1_000], is_dead=is_dead(code, text, at_address=at_address))


def _record(message: Message, trouble: Refused | OSError | None) -> int:
    if trouble is None:
        message.was_sent()
    elif isinstance(trouble, Refused) and trouble.is_dead:
        message.bounce(trouble.answer)
    elif isinstance(trouble, Refused):
        message.give_up(trouble.answer)
    elif message.tries >= MOST_TRIES:
        message.give_up(_words(trouble))
    else:
        message.put_off(_words(trouble))
        return pause_after(message.tries)
    return 0


def _words(trouble: OSError) -> str:
    return f"{type(trouble).__name__}: {trouble}"[:1_000]


def pause_after(tries: int) -> int:
    """Doubles from 15 seconds to four hours; a quarter more or less, so that no server is stormed when it is back."""
    pause = min(_FIRST_PAUSE << (tries - 1), _LONGEST_PAUSE)
    return round(pause * SystemRandom().uniform(0.75, 1.25))
