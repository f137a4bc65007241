"""Bodies are read before a request begins, by `doorstep serve` or by the door for other servers, and only so much.

What is too large is not read: the request begins without its body and ends in `BodyLimits`, in the asker's words.
"""

from collections.abc import Callable, Iterable, Mapping
from tempfile import SpooledTemporaryFile
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from doorstep.kit.bodies import EVERYWHERE, LARGEST_FORM, TooLarge, most_of, told_of

REFUSED, RECEIVED = "doorstep.body_refused", "doorstep.body_received"
IN_MEMORY = 2**16  # more of a body goes to disk
PIECE = 2**16


def most_at(path: str, declared: int | None) -> int:
    """In bytes. `declared` is what the request says about itself; None where it says nothing."""
    if declared is not None and declared <= EVERYWHERE:
        return EVERYWHERE
    try:
        return most_of(resolve(path, settings.ROOT_URLCONF).func)
    except Resolver404:
        return LARGEST_FORM


class Body:
    """What has come so far."""

    def __init__(self, *, most: int, declared: int | None) -> None:
        """Raises TooLarge at once for one that says so."""
        self.most, self.declared, self.length = most, declared, 0
        if declared is not None and declared > most:
            raise TooLarge(most)
        self.file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever answers closes it

    @property
    def is_whole(self) -> bool:
        return self.declared is not None and self.length >= self.declared

    def add(self, piece: bytes) -> None:
        self.length += len(piece)
        if self.length > self.most:
            self.file.close()
            raise TooLarge(self.most)
        self.file.write(piece)

    def hand_over(self, environ: WSGIEnvironment) -> None:
        self.file.seek(0)
        environ |= {"wsgi.input": self.file, "CONTENT_LENGTH": str(self.length), RECEIVED: True}


class ReadBeforehand:
    """For other servers than our own, which hand over a body that is still coming."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if RECEIVED not in environ and REFUSED not in environ:
            _receive(environ)
        return self.application(environ, start_response)


class BodyLimits:
    """Raises what the reader of the body found, before the view or a form token is looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, _args: tuple[object, ...], _words: dict[str, object]
    ) -> None:
        refusal = request.META.get(REFUSED)
        if isinstance(refusal, TooLarge) or (_declared(request.META) or 0) > most_of(view):
            raise TooLarge(told_of(view))
        if refusal:
            raise refusal


def _receive(environ: WSGIEnvironment) -> None:
    declared = _declared(environ)
    if declared is None and not environ.get("wsgi.input_terminated"):
        return
    try:
        body = Body(most=most_at(str(environ["PATH_INFO"]), declared), declared=declared)
        source = environ["wsgi.input"]
        while not body.is_whole and (piece := source.read(min(PIECE, body.most + 1 - body.length))):
            body.add(piece)
        body.hand_over(environ)
    except (TooLarge, OSError) as refusal:
        environ |= {REFUSED: refusal, "CONTENT_LENGTH": "0"}


def _declared(environ: Mapping[str, object]) -> int | None:
    said = str(environ.get("CONTENT_LENGTH") or "")
    return int(said) if said.isdecimal() else None
