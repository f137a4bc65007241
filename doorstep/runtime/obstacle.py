"""What stands in the way of a command."""


class Obstacle(Exception):
    """The message is the one sentence that the person at the terminal reads: what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
