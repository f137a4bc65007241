"""Names of people: how they are compared, and where the family name starts."""

import re
import unicodedata

# Letters that Unicode does not take apart, though people type them without the stroke or the ligature.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‘": "'", "`": "'"}
    | dict.fromkeys("‐‑‒–—", "-")
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_PARTICLE = re.compile(
    "af|al|bint?|da|das|de|del|della|den|der|di|dos?|du|el|ibn|l[aeo]|st\\.|te[nr]|van|vo[mn]|zu|zu[mr]", re.IGNORECASE
)
_SUFFIX = re.compile(r"[js]r\.?|i{2,3}|iv|ph\.?d\.?|m\.?d\.?|esq\.?", re.IGNORECASE)


def name_key(text: str) -> str:
    """The same for `José  O’Neil` and `jose o'neil`. Only accents go: the vowel signs of Hindi or Thai are letters."""
    if text.isascii():
        return " ".join(text.casefold().replace("`", "'").split())
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    return " ".join(unicodedata.normalize("NFKC", bare).casefold().translate(_LETTERS).split())


def split_name(text: str) -> tuple[str, str]:
    """First and last name. `van der Berg` and `Reed Jr.` stay whole, `Okonjo, Maya` is turned round."""
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma and given and not _SUFFIX.fullmatch(given):
        return " ".join(given.split()), " ".join(family.split())
    words = text.split()
    start = _start_of_family_name(words)
    return " ".join(words[:start]), " ".join(words[start:])


def _start_of_family_name(words: list[str]) -> int:
    start = len(words) - 1
    if start > 1 and _SUFFIX.fullmatch(words[start]):
        start -= 1
    while start > 1 and _PARTICLE.fullmatch(words[start - 1]):
        start -= 1
    return max(start, 1)
