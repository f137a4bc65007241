"""Cookies of ours: no script reads them, no other site sends them along, and none is half set and half deleted."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


@dataclass(frozen=True)
class Cookie:
    """One for the whole host: under https its name says so (`__Host-`), and no neighbouring host can plant it."""

    word: str

    @property
    def name(self) -> str:
        return f"{settings.COOKIE_PREFIX}{self.word}"

    def of(self, request: HttpRequest) -> str:
        """What this browser keeps under the name, '' when nothing."""
        return request.COOKIES.get(self.name, "")

    def keep(self, response: HttpResponseBase, value: str, *, lasts: timedelta | None = None) -> None:
        """Without `lasts` it goes when the browser closes."""
        self._forget_what_was_said(response)
        response.set_cookie(
            self.name,
            value,
            max_age=lasts,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )

    def drop(self, response: HttpResponseBase) -> None:
        self._forget_what_was_said(response)
        response.delete_cookie(self.name, samesite="Lax")

    def _forget_what_was_said(self, response: HttpResponseBase) -> None:
        """Django adds to the attributes of that name: after `drop`, a cookie would be kept for zero seconds."""
        response.cookies.pop(self.name, None)
