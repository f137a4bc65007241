"""What `doorstep doctor` looks at. A check answers with a finding: a level, and a sentence that says what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FIX = "fix"


@dataclass(frozen=True)
class Finding:
    about: str
    level: Level
    sentence: str


def ok(about: str, sentence: str) -> Finding:
    return Finding(about, Level.OK, sentence)


def warn(about: str, sentence: str) -> Finding:
    return Finding(about, Level.WARN, sentence)


def fix(about: str, sentence: str) -> Finding:
    return Finding(about, Level.FIX, sentence)
