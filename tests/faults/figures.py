"""What was measured on the way, for the end of `make faults`: of each the longest."""

from collections.abc import Iterable

import pytest


class Figures:
    def __init__(self, request: pytest.FixtureRequest) -> None:
        self.properties = request.node.user_properties

    def __setitem__(self, what: str, seconds: float) -> None:
        self.properties.append(("figure", (what, seconds)))


def worst(properties: Iterable[tuple[str, object]]) -> dict[str, float]:
    longest: dict[str, float] = {}
    for name, value in properties:
        if name == "figure":
            what, seconds = value  # type: ignore[misc]
            longest[what] = max(seconds, longest.get(what, 0.0))
    return longest
