"""The exceptions that speak to people."""


class NotAllowed(Exception):
    """A rule of the business refuses the change; the message is the sentence the person reads.

    `field` names the form field to stand beside, where there is one.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Conflict(NotAllowed):
    """Somebody else was quicker: what the change was made from is not so any more."""
