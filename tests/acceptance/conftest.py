"""The people of these stories, each with a browser, and the table that `make acceptance` prints at the end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.acceptance import table

if TYPE_CHECKING:
    from tests.acceptance.visitor import Visitor

BROKERAGE, EXCHANGE = "brokerage.localhost", "exchange.localhost"
MAYA = "maya.okonjo@example.com"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    table.write(terminalreporter)


@pytest.fixture
def somebody(fennmoor: object) -> "Callable[[], Visitor]":
    """Each time another one, who has never been here."""
    from tests.acceptance.visitor import Visitor

    return lambda: Visitor(BROKERAGE)


@pytest.fixture
def at_the_desk(somebody: "Callable[[], Visitor]") -> "Callable[[str], Visitor]":
    """A member of Fennmoor, signed in."""

    def sign_in(first_name: str) -> "Visitor":
        typed = {"E-mail": f"{first_name.lower()}@fennmoor.example", "Password": "doorstep-demo"}
        return somebody().open("/desk/sign-in/").press("Sign in", typed)

    return sign_in


@pytest.fixture
def ann(at_the_desk: "Callable[[str], Visitor]") -> "Visitor":
    """Admin, on top."""
    return at_the_desk("Ann")


@pytest.fixture
def maya(ann: "Visitor") -> str:
    """A lead, before Ann's eyes, not invited; the address of her page."""
    new_lead(ann, "Maya Okonjo", MAYA)
    return ann.address


def new_lead(member: "Visitor", name: str, email: str) -> None:
    member.open("/desk/leads/").follow("New lead").press("Create lead", {"Name": name, "E-mail": email})
