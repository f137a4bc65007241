"""Secrets for links and codes. Only their digests are stored; the secret itself goes to the person and nowhere else."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.core import signing

_CODE_DIGITS = 6


def new_token() -> str:
    """256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What is stored and looked up. Plain SHA-256 is enough: a token has too many bits to be guessed."""
    return hashlib.sha256(token.encode()).digest()


def new_code() -> str:
    """Six digits, for a person to type."""
    return f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}"


def code_digest(code: str, salt: str) -> bytes:
    """A million codes are soon tried, so the digest is keyed: `salt` is a token that the database never sees."""
    return hmac.digest(salt.encode(), code.strip().encode(), "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Compares in constant time."""
    return hmac.compare_digest(one, other)


def signed(value: str, *, purpose: str) -> str:
    """`value` in the clear with a time and a signature, safe in a URL; good for this purpose only."""
    return signing.dumps(value, salt=purpose)


def unsigned(text: str, *, purpose: str, max_age: timedelta) -> str | None:
    """The value again; None when it was altered, made for another purpose, or is older than `max_age`."""
    try:
        value = signing.loads(text, salt=purpose, max_age=max_age)
    except signing.BadSignature:
        return None
    return value if isinstance(value, str) else None
