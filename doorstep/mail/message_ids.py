"""The Message-ID header: ours to recognise when a report names it, whatever business the message is of."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

_OURS = re.compile(r"<[\w-]{22}\.([\w-]{22})@[^<>\s]+>", re.ASCII)


def message_id(pk: UUID, business_id: UUID, host: str) -> str:
    """22 characters for each number: a header line is soon full."""
    return f"<{_short(pk)}.{_short(business_id)}@{host}>"


def business_in(text: str) -> UUID | None:
    """The business that a Message-ID of ours carries; None for anybody else's."""
    found = _OURS.fullmatch(text)
    return UUID(bytes=urlsafe_b64decode(found[1] + "==")) if found else None


def _short(number: UUID) -> str:
    return urlsafe_b64encode(number.bytes).decode().rstrip("=")
