"""Which addresses are pages to be opened, and which are only there for a form or a button to post to."""

from collections.abc import Callable, Collection
from inspect import getclosurevars, isfunction
from typing import cast
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve


def may_be_opened(address: str) -> bool:
    """False for what takes no GET. An address that leads nowhere is for its own page to say."""
    try:
        view: Callable[..., object] | None = resolve(urlsplit(address).path).func
    except (Resolver404, ValueError):
        return True
    while view is not None:
        if "GET" not in _taken_by(view):
            return False
        view = getattr(view, "__wrapped__", None)
    return True


def _taken_by(view: Callable[..., object]) -> Collection[str]:
    """What Django's `require_http_methods` and its kin were told; they keep it to themselves."""
    enclosed = getclosurevars(view).nonlocals if isfunction(view) else {}
    return cast("Collection[str]", enclosed.get("request_method_list", ["GET"]))
