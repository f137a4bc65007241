"""The people of these stories, each with a browser, and the table that `make acceptance` prints at the end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.utils.module_loading import import_string

from tests.acceptance import table

if TYPE_CHECKING:
    from tests.acceptance.visitor import Visitor

BROKERAGE = "brokerage.localhost"
MAYA = "maya.okonjo@example.com"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    table.write(terminalreporter)


@pytest.fixture
def somebody(fennmoor: object) -> "Callable[[], Visitor]":
    """Each time another one, who has never been here."""
    from tests.acceptance.visitor import Visitor

    return lambda: Visitor(BROKERAGE)


@pytest.fixture
def visitor(somebody: "Callable[[], Visitor]") -> "Visitor":
    """One who is not signed in."""
    return somebody()


@pytest.fixture
def at_the_desk(somebody: "Callable[[], Visitor]") -> "Callable[[str], Visitor]":
    """A member of Fennmoor, signed in."""
    from tests.acceptance.acts import sign_in

    return lambda first_name: sign_in(somebody(), f"{first_name.lower()}@fennmoor.example", "doorstep-demo")


@pytest.fixture
def ann(at_the_desk: "Callable[[str], Visitor]") -> "Visitor":
    """Admin, on top."""
    return at_the_desk("Ann")


@pytest.fixture
def sam(at_the_desk: "Callable[[str], Visitor]") -> "Visitor":
    """Below Ann, sees his downline."""
    return at_the_desk("Sam")


@pytest.fixture
def kofi(at_the_desk: "Callable[[str], Visitor]") -> "Visitor":
    """Below Sam, sees his own."""
    return at_the_desk("Kofi")


@pytest.fixture
def maya(ann: "Visitor") -> str:
    """A lead that Ann typed in, not invited: the address of its page."""
    from tests.acceptance.acts import new_lead

    return new_lead(ann, "Maya Okonjo", MAYA, {"Phone": "+1 202 555 0143"})


@pytest.fixture
def work(db: None) -> Callable[[], None]:
    """A worker who does all that waits, and what follows from it. A real one would not see into this transaction."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    def work() -> None:
        done = set[int]()
        while waiting := ProcrastinateJob.objects.exclude(pk__in=done).order_by("-priority", "id").first():
            import_string(waiting.task_name).run(**waiting.args)
            done.add(waiting.pk)

    return work
