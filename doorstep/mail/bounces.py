"""Mail that comes back, and complaints: read, matched to their message, told on the timeline, obeyed.

Reports come as raw mail (RFC 3464, RFC 5965) or from a provider's webhook, always to an address that holds a secret.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message as Mail

from django.utils.crypto import constant_time_compare, salted_hmac

from doorstep.kit.normalise import email_key
from doorstep.mail.message_ids import business_in
from doorstep.mail.models import Message
from doorstep.mail.refusals import is_dead
from doorstep.tenancy import current_business_id, scope


@dataclass(frozen=True)
class Report:
    """What a mail server or provider says became of a message. `message_id` may be empty or the provider's own."""

    message_id: str
    recipient: str
    evidence: str
    is_dead: bool = False
    is_complaint: bool = False


def webhook_secret() -> str:
    """The last part of the address for reports; one for the whole installation, since one server sends for all."""
    return salted_hmac("doorstep.mail.bounces", "address", algorithm="sha256").hexdigest()[:40]


def knows_the_secret(text: str) -> bool:
    return constant_time_compare(text, webhook_secret())


def storable(said: object) -> str:
    """Text without what the database cannot keep (NUL, lone surrogates); '' for what is no text."""
    return said.encode(errors="replace").decode().replace("\0", "") if isinstance(said, str) else ""


def take_notice(report: Report) -> bool:
    """Marks the message, in whichever business it is. False when no message of ours is meant."""
    with scope(business_in(report.message_id) or current_business_id()):
        message = _message_of(report)
        if message is None:
            return False
        if report.is_complaint:
            message.complain(report.evidence)
        elif report.is_dead:
            message.bounce(report.evidence)
        else:
            message.come_back(report.evidence)
        return True


def read_report(raw: bytes) -> Report | None:
    """None when the mail reports no failure: a delay, an out-of-office note, anything else."""
    mail = message_from_bytes(raw, policy=policy.compat32)  # takes what is malformed without raising
    original = _original_message_id(mail)
    if _kind_of_report(mail) == "feedback-report":
        return Report(original, "", "A feedback report (RFC 5965) was received.", is_complaint=True)
    for block in _delivery_status(mail):
        if _field(block, "Action").lower() == "failed":
            return _failure(block, original)
    return None


def _failure(block: Mail, original: str) -> Report:
    status, diagnosis = _field(block, "Status"), _field(block, "Diagnostic-Code")
    recipient = _field(block, "Final-Recipient").partition(";")[2].strip()
    evidence = " ".join(filter(None, (status, diagnosis)))[:1_000]
    return Report(original, recipient, evidence, is_dead=is_dead(550, status or diagnosis, at_address=True))


def _kind_of_report(mail: Mail) -> str:
    return str(mail.get_param("report-type") or "").lower() if mail.get_content_type() == "multipart/report" else ""


def _delivery_status(mail: Mail) -> Iterator[Mail]:
    """One block of fields a recipient, after one for the message."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (block for block in part.get_payload() if isinstance(block, Mail))


def _original_message_id(mail: Mail) -> str:
    for part in mail.walk():
        if part is mail or part.get_content_type() not in ("message/rfc822", "text/rfc822-headers"):
            continue
        return _field(_attached(part), "Message-ID")
    return ""


def _attached(part: Mail) -> Mail:
    """The original: whole, or as the text of its headers."""
    whole = part.get_payload()
    if isinstance(whole, list) and whole and isinstance(whole[0], Mail):
        return whole[0]
    headers = part.get_payload(decode=True)
    return message_from_bytes(headers if isinstance(headers, bytes) else b"")


def _field(mail: Mail, name: str) -> str:
    return " ".join(storable(str(mail.get(name, ""))).split())


def _message_of(report: Report) -> Message | None:
    """By Message-ID; else the newest to that address, for providers that put their own number on it."""
    found = Message.objects.filter(message_id=report.message_id).first() if report.message_id else None
    address = email_key(report.recipient)
    if found is not None or address is None:
        return found
    return Message.objects.exclude(sent_at=None).filter(email_key=address).order_by("-created_at").first()
