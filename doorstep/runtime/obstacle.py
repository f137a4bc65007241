"""What stands in the way of a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Obstacle(Exception):
    """The message is the one sentence that the person at the terminal reads: what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@contextmanager
def about(file: Path) -> Iterator[None]:
    """The system says which file it could not open, and not to which one it could not write on."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(file)
        raise
