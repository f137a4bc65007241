"""What somebody types into a search field, as the database looks for it."""

import re

from doorstep.kit.normalise import name_key

_LOOKS_LIKE_A_PHONE = re.compile(r"\+?\(?[0-9][0-9 ().\-/]{3,}", re.ASCII)
_NOT_DIGITS = re.compile(r"[^0-9]+", re.ASCII)
WORDS_AT_MOST = 6


def search_query(text: str) -> str:
    """Folded words with one space between; a phone becomes its digits: `(202) 555-0143` finds +12025550143."""
    typed = text.strip().replace("\x00", "")[:200]
    if _LOOKS_LIKE_A_PHONE.fullmatch(typed):
        return _NOT_DIGITS.sub("", typed).lstrip("0")
    return " ".join(name_key(typed).split()[:WORDS_AT_MOST])
