"""What just happened, said once on the next page."""

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest


class CookieOfThisHost(CookieStorage):
    """Named like every cookie of ours, so that no neighbouring host can plant it."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return f"{settings.COOKIE_PREFIX}messages"


def toast(request: HttpRequest, sentence: str, *, undo: str = "", level: int = messages.SUCCESS) -> None:
    """With `undo`, a path that undoes it when posted to, the toast has a button and stays until closed."""
    messages.add_message(request, level, sentence, extra_tags=undo)
