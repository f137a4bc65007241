"""URLs that hold a password, as the environment gives them: read whole, or refused without repeating a letter of it."""

import re
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

POSTGRESQL = ("postgresql", "postgres")
SHAPE_OF_DATABASE = "postgresql://user:password@host:port/name"

_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ENCODED = "@ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25"


class UnreadableUrl(ValueError):
    """The message names the variable and the shape, and nothing of what was given."""


def split(name: str, url: str, *, schemes: Collection[str], shape: str) -> SplitResult:
    """Raises where programs would disagree on where the password ends; one of them would show its beginning."""
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:
        raise UnreadableUrl(_unreadable(name, shape)) from None
    if parts.scheme not in schemes:
        raise UnreadableUrl(f"{name} must start with {' or '.join(f'{scheme}://' for scheme in schemes)}.")
    if "#" in url or parts.netloc.count("@") > 1 or "@" in parts.path + parts.query or _is_loose(url):
        raise UnreadableUrl(_unreadable(name, shape))
    return parts


def _is_loose(url: str) -> bool:
    return bool(_LOOSE_PERCENT.search(url)) or any(letter.isspace() for letter in url)


def _unreadable(name: str, shape: str) -> str:
    return f"{name} cannot be read. It looks like {shape}; in user and password write {_ENCODED}, and no space."
