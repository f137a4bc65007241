"""What a picture is, by its content: what a browser may be told it is."""

_STARTS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


def picture_kind(content: bytes) -> str:
    """“png”, “jpeg” or “webp”; '' for everything else, SVG among it, because it can carry a script."""
    for start, kind in _STARTS.items():
        if content.startswith(start):
            return kind
    return "webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""
