"""The link that leaves a list with one click (RFC 8058)."""

from datetime import timedelta
from uuid import UUID

from doorstep.kit.tokens import signed, unsigned
from doorstep.mail.models import Message

_PURPOSE = "mail.unsubscribe"
_FOR_EVER = timedelta(days=36_500)  # an old mail's link must still let its reader go


def leave_url(message: Message) -> str:
    """Empty for a mail that is on no list. Names the message, never the address."""
    if not message.list_key:
        return ""
    return message.business.address(f"/mail/unsubscribe/{signed(str(message.pk), purpose=_PURPOSE)}/")


def message_of(token: str) -> Message | None:
    """The mail whose link this is, of the current business; None for an altered link."""
    pk = unsigned(token, purpose=_PURPOSE, max_age=_FOR_EVER)
    return Message.objects.exclude(list_key="").filter(pk=UUID(pk)).first() if pk else None
