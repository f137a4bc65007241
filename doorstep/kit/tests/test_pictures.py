"""How large a picture would grow is read from its first bytes, never by unpacking it."""

import struct

import pytest

from doorstep.kit.pictures import pixels

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 60_000, 50_000)
JPEG = (
    b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 10 + b"\xff\xc2\0\x11\x08" + struct.pack(">HH", 60_000, 50_000) + b"\0" * 9
)
WEBP = b"RIFF\0\0\0\0WEBP"
EXTENDED = WEBP + b"VP8X" + b"\0" * 8 + (59_999).to_bytes(3, "little") + (49_999).to_bytes(3, "little")
LOSSLESS = WEBP + b"VP8L" + b"\0" * 4 + b"\x2f" + (16_382 | 16_382 << 14).to_bytes(4, "little")
LOSSY = WEBP + b"VP8 " + b"\0" * 10 + struct.pack("<HH", 16_383, 16_383)


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (PNG, 3_000_000_000),
        (JPEG, 3_000_000_000),
        (EXTENDED, 3_000_000_000),
        (LOSSLESS, 16_383**2),
        (LOSSY, 16_383**2),
        (PNG[:15], 0),
        (b"\xff\xd8\xff", 0),
        (b"\xff\xd8\xff" + b"\xff\0\0\0" * 1_000, 0),
        (b"<svg/>", 0),
        (b"", 0),
    ],
)
def test_pixels_are_counted_as_declared(content: bytes, count: int) -> None:
    assert pixels(content) == count
