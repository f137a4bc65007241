"""Text that a database, a page and a log line can hold."""

import re

# C0 and C1 controls, lone surrogates (PostgreSQL refuses them, as it does NUL) and the invisible switches that make
# the rest of a line run backwards. The marks and joiners that Arabic, Hebrew and Indic words need stay.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")


def clean_line(text: str, limit: int | None = None) -> str:
    """What a name or a subject keeps of `text`: the same in one line, with single spaces."""
    if "  " not in text and text.isascii() and text.isprintable():
        return text.strip()[:limit].rstrip()
    return " ".join(clean_text(text).split())[:limit].rstrip()


def clean_text(text: str, limit: int | None = None) -> str:
    """Without control characters, trimmed, at most `limit` characters long. Line ends become a plain newline."""
    if text.isascii() and text.isprintable():
        return text.strip()[:limit].rstrip()
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)).strip()[:limit].rstrip()
