"""How a call went, in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, ngettext


class Outcome(TextChoices):
    ANSWERED = "answered", gettext_lazy("answered")
    NO_ANSWER = "no_answer", gettext_lazy("no answer")
    MESSAGE_LEFT = "message_left", gettext_lazy("left a message")
    WRONG_NUMBER = "wrong_number", gettext_lazy("wrong number")


def in_words(outcome: Outcome, minutes: str = "") -> str:
    """“answered, 6 minutes”; what is no number of minutes is left out."""
    said = str(outcome.label)
    if outcome != Outcome.ANSWERED or not (minutes.isascii() and minutes.isdigit()) or not 0 < int(minutes[:4]) < 1000:
        return said
    return f"{said}, " + ngettext("%d minute", "%d minutes", int(minutes)) % int(minutes)
