"""What just happened, said once on the next page."""

from django.contrib import messages
from django.http import HttpRequest


def toast(request: HttpRequest, sentence: str, *, undo: str = "", level: int = messages.SUCCESS) -> None:
    """With `undo`, a path that undoes it when posted to, the toast has a button and stays until closed."""
    messages.add_message(request, level, sentence, extra_tags=undo)
