"""One house for all tests of a worker process; each test leaves it standing."""

from collections.abc import Iterator

import pytest

from tests.faults.figures import Figures, worst
from tests.faults.house import House
from tests.faults.visitor import Visitor
from tests.smtp import smtp_server


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with smtp_server() as (letters, port):
        house = House(tmp_path_factory.mktemp("house"), letters, port)
        house.start("web", "worker")
        yield house
        house.stop()


@pytest.fixture
def house(standing: House) -> House:
    """With everything running, whatever the test before did to it."""
    standing.letters.silence = 0.0
    for name in ("web", "worker"):
        if name not in standing.processes or standing.processes[name].poll() is not None:
            standing.start(name)
    return standing


@pytest.fixture(scope="session")
def ann(standing: House) -> Visitor:
    return standing.ann()


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    return Figures(request)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    properties = [each for report in reports for each in getattr(report, "user_properties", ())]
    for what, seconds in worst(properties).items():
        terminalreporter.write_line(f"{seconds:6.1f} s  {what}")
