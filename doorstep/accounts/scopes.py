"""What API keys may be made for. Each resource of the API declares its own in `doorstep/api/<resource>/scopes.py`."""

from django.utils.functional import Promise

SCOPES: dict[str, str | Promise] = {}
"""The value that is stored, such as leads:read, and what it allows in words."""


def declare_scope(value: str, words: str | Promise) -> str:
    """Values are stored with keys and written in programs: they never change."""
    SCOPES[value] = words
    return value


def scope_choices() -> list[tuple[str, str | Promise]]:
    return list(SCOPES.items())
