"""Column headers, made comparable."""

import re
import unicodedata

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_A_WORD = re.compile(r"[^\w]+|_+")


def header_key(text: str) -> str:
    """Snake case: `E-mail 1 - Value`, `email_1_value` and `EMail 1 Value` are all `email_1_value`.

    Apostrophes vanish (`Assistant's Phone`), words run together are parted (`FirstName`), other scripts stay.
    """
    plain = unicodedata.normalize("NFKC", text).replace("'", "").replace("’", "")
    words = _NOT_A_WORD.sub(" ", _HUMP.sub(" ", plain)).casefold().split()
    return re.sub(r"(^|_)e_mail(?=_|$)", r"\1email", "_".join(words))
