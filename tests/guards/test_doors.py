"""Every URL has a door, and every door is tried by those who have no key."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver


def views(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry, route)
        else:
            yield route, entry


OF_OURS = [
    (route, entry) for route, entry in views(get_resolver("doorstep.config.urls")) if not route.startswith("api/")
]


@pytest.mark.parametrize(("route", "entry"), OF_OURS, ids=[route for route, _entry in OF_OURS])
def test_every_view_has_a_door(route: str, entry: URLPattern) -> None:
    door = getattr(entry.callback, "door", None)
    assert door in ("public", "desk", "desk admin", "desk house", "portal")
    if route.startswith("desk/") and "sign" not in route:
        assert door.startswith("desk")
