"""What stands in the way of a command."""


class Obstacle(Exception):  # noqa: N818 - it is what stands in the way, not a mistake
    """The message is the one sentence that the person at the terminal reads: what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
