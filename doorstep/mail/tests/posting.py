"""How these tests send."""

from uuid import UUID

from doorstep.mail.delivery import attempt
from doorstep.mail.kinds import Envelope, MailKind
from doorstep.mail.models import Message

LINK = "http://brokerage.localhost/join/4Kd9tq2/"
MAYA = "maya.okonjo@example.com"


def post(kind: MailKind, **changes: object) -> Message:
    """To Maya, unless told otherwise; `code` and `sender` may be given by name."""
    values = {"code": changes.pop("code", "418205"), "sender": changes.pop("sender", "Sam Whitlock")}
    envelope: Envelope = {"to": MAYA, "name": "Maya Okonjo", "values": values, "action_url": LINK, **changes}  # type: ignore[typeddict-item]
    return kind.send(**envelope)


def deliver(message: Message) -> int:
    """What the worker does once; the seconds until it would try again."""
    business_id: UUID = message.business_id
    return attempt(business_id, message.pk)
