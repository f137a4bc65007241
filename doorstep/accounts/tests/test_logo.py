"""A logo is a picture, small in the file and in the browser."""

import struct

import pytest

from doorstep.accounts.business import set_logo
from doorstep.kit.errors import NotAllowed
from doorstep.tenancy.models import Business, BusinessProfile


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\0\0\0"


def test_a_picture_that_would_fill_a_browsers_memory_is_refused(at_fennmoor: Business) -> None:
    with pytest.raises(NotAllowed, match="more than 4 million pixels"):
        set_logo(png(60_000, 60_000), by=None)
    set_logo(png(2_000, 2_000), by=None)
    assert BusinessProfile.objects.get().logo
