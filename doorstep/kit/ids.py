"""Identifiers that sort by the time they were made (UUIDv7, RFC 9562 section 5.7)."""

import os
import time
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


def uuid7(milliseconds: int | None = None) -> UUID:
    """48 bits of Unix milliseconds, then 74 random bits: unique, and not to be guessed from its neighbours."""
    at = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    noise = int.from_bytes(os.urandom(10), "big")
    high = noise >> 68 << 64
    low = noise & ((1 << 62) - 1)
    return UUID(int=at << 80 | _VERSION | high | _VARIANT | low)
