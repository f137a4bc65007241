"""A broker's back office: the conversion tab."""

from tests.acceptance.visitor import Visitor


def test_000_01_the_conversion_tab_shows_the_portal_status(ann: Visitor, maya: str) -> None:
    assert ann.open(maya).sees("Conversion Portal status Unregistered")
