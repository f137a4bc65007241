"""What `make acceptance` prints: every sentence with its test, and whether that passed."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.acceptance.requirements import Requirement, names_of_tests, number_in, requirements

PASSED, FAILED, OPEN, NOT_RUN = "passed", "failed", "open", "not run"
_COLOURS = {PASSED: "green", FAILED: "red", OPEN: "yellow", NOT_RUN: "yellow"}


def write(terminal: pytest.TerminalReporter) -> None:
    named, states, counts = {number_in(test): test for test in names_of_tests()}, outcomes(terminal), Counter[str]()
    terminal.section("requirements")
    for requirement in requirements():
        state = OPEN if not requirement.is_finished else states.get(requirement.number, NOT_RUN)
        counts[state] += 1
        terminal.write(f"{requirement.number}  ")
        terminal.write(f"{state:8}", **{_COLOURS[state]: True})
        terminal.line(requirement.sentence)
        terminal.line(" " * 16 + below(requirement, named), light=True)
    terminal.line(", ".join(f"{count} {state}" for state, count in counts.items()) + f" of {counts.total()}")


def below(requirement: Requirement, named: dict[str, str]) -> str:
    """The test, or why there is none."""
    return named.get(requirement.number, "") or requirement.open_because


def outcomes(terminal: pytest.TerminalReporter) -> dict[str, str]:
    """By number. What fails in setup or after it has failed."""
    passed = dict.fromkeys(_numbers(terminal, "passed"), PASSED)
    return passed | dict.fromkeys([*_numbers(terminal, "failed"), *_numbers(terminal, "error")], FAILED)


def _numbers(terminal: pytest.TerminalReporter, outcome: str) -> Iterator[str]:
    reports = terminal.stats.get(outcome, ())
    return filter(None, (number_in(report.nodeid.rpartition("::")[2]) for report in reports))
