"""What was measured on the way, for the end of `make faults`."""

import pytest


class Figures:
    def __init__(self, request: pytest.FixtureRequest) -> None:
        self.properties = request.node.user_properties

    def __setitem__(self, what: str, seconds: float) -> None:
        self.properties.append(("figure", f"{seconds:6.1f} s  {what}"))
