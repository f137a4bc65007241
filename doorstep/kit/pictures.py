"""What a picture is, by its content: what a browser may be told it is, and how large it would grow there."""

_STARTS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_FRAME_OF_JPEG = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def picture_kind(content: bytes) -> str:
    """“png”, “jpeg” or “webp”; '' for everything else, SVG among it, because it can carry a script."""
    for start, kind in _STARTS.items():
        if content.startswith(start):
            return kind
    return "webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""


def pixels(content: bytes) -> int:
    """As the file declares them, without unpacking it: a small file may unpack to gigabytes. 0 when it does not say."""
    kind = picture_kind(content)
    if kind == "png":
        return _big(content[16:20]) * _big(content[20:24])
    return _of_jpeg(content) if kind == "jpeg" else _of_webp(content) if kind == "webp" else 0


def _of_jpeg(content: bytes) -> int:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        if content[at + 1] in _FRAME_OF_JPEG:
            return _big(content[at + 5 : at + 7]) * _big(content[at + 7 : at + 9])
        at += 2 + max(_big(content[at + 2 : at + 4]), 2)
    return 0


def _of_webp(content: bytes) -> int:
    form = content[12:16]
    if form == b"VP8X":
        return (_little(content[24:27]) + 1) * (_little(content[27:30]) + 1)
    if form == b"VP8L":
        packed = _little(content[21:25])
        return ((packed & 0x3FFF) + 1) * ((packed >> 14 & 0x3FFF) + 1)
    return (_little(content[26:28]) & 0x3FFF) * (_little(content[28:30]) & 0x3FFF)


def _big(number: bytes) -> int:
    return int.from_bytes(number, "big")


def _little(number: bytes) -> int:
    return int.from_bytes(number, "little")
