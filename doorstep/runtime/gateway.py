"""Between granian and Django: an event loop waits for slow peers, threads do the work.

A body is read to its end before a thread or a transaction is taken, and a long answer is sent piece by piece after they
are free again. So whoever sends or reads slowly costs a little memory and nothing else.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import BinaryIO, TypeVar
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment
from wsgiref.util import FileWrapper

from django.db import close_old_connections

from doorstep.config.bodies import RECEIVED, REFUSED
from doorstep.kit.bodies import NoRoom, TooLarge, TooSlow
from doorstep.kit.ip import ip_in
from doorstep.runtime import patience
from doorstep.runtime.receiving import Gone, Message, Receive, heard_out, received
from doorstep.runtime.room import Room, Share

PIECE = 2**16
AT_ONCE = 2**18  # an answer up to this size is sent as a whole
WITHOUT_PREFIX = ("CONTENT_TYPE", "CONTENT_LENGTH")
Send = Callable[[Message], Awaitable[None]]
Given = TypeVar("Given")


class Gateway:
    """An ASGI application in front of a WSGI one."""

    def __init__(self, application: WSGIApplication, *, threads: int, room: Room | None = None) -> None:
        self.application, self.room = application, room or Room()
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        environ = environ_of(scope)
        with self.room.share(ip_in(environ)) as share:
            try:
                if not await _take_in(environ, receive, share):
                    await _refuse_what_is_not_whole(send)
                    return
                reply = await self._in_a_thread(self._asked, environ)
                await self._send(reply, receive, send)
            except Gone:
                return
            finally:
                environ["wsgi.input"].close()
        if isinstance(environ.get(REFUSED), TooLarge | NoRoom | OSError) and "HTTP_EXPECT" not in environ:
            await heard_out(receive)

    def _asked(self, environ: WSGIEnvironment) -> "Reply":
        reply = Reply()
        reply.take(self.application(environ, reply.start))
        if REFUSED in environ:
            reply.headers.append((b"connection", b"close"))
        return reply

    async def _send(self, reply: "Reply", receive: Receive, send: Send) -> None:
        """A connection that ends before the answer does is how the reader learns that it is not whole."""
        await send({"type": "http.response.start", "status": reply.status, "headers": reply.headers})
        if reply.rest is None:
            await send({"type": "http.response.body", "body": reply.first})
            return
        gone = asyncio.ensure_future(_hangs_up(receive))
        try:
            piece = reply.first
            while piece and not gone.done():
                async with asyncio.timeout(patience.UNREAD):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = await self._in_a_thread(next, reply.rest, b"")
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            raise Gone from None
        finally:
            gone.cancel()
            await self._in_a_thread(reply.close)

    async def _in_a_thread(self, work: Callable[..., Given], *arguments: object) -> Given:
        return await asyncio.get_running_loop().run_in_executor(self.threads, work, *arguments)


class Reply:
    """What the application answered. `rest` follows `first` where that is not all."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.pieces: list[bytes] = []
        self.first = b""
        self.rest: Iterator[bytes] | None = None
        self.close: Callable[[], object] = _nothing

    def start(
        self, status: str, headers: list[tuple[str, str]], _exception: object = None, /
    ) -> Callable[[bytes], object]:
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self.pieces.append

    def take(self, answered: Iterable[bytes]) -> None:
        coming, size = iter(answered), 0
        self.close = getattr(answered, "close", _nothing)
        try:
            for piece in coming:
                self.pieces.append(piece)
                size += len(piece)
                if size > AT_ONCE:
                    self.rest = coming
                    break
            self.first = b"".join(self.pieces)
        finally:
            self._let_go()

    def _let_go(self) -> None:
        """A slow reader keeps no connection to the database."""
        if self.rest is None:
            self.close()
        else:
            close_old_connections()


def environ_of(scope: Message) -> WSGIEnvironment:
    """As PEP 3333 asks: bytes dressed up as latin-1."""
    server, port = scope["server"]
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": _in_pieces,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def _add_header(environ: WSGIEnvironment, name: str, value: str) -> None:
    """One with an underscore is dropped: it would pass for the one with a hyphen, which the proxy in front has set."""
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    key = key if key in WITHOUT_PREFIX else f"HTTP_{key}"
    between = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{between}{value}" if key in environ else value


async def _take_in(environ: WSGIEnvironment, receive: Receive, share: Share) -> bool:
    """The body, or why it was refused. False where it was cut off or is no HTTP: of that Django is asked nothing."""
    environ[RECEIVED] = True
    declared = int(str(environ["CONTENT_LENGTH"])) if environ.get("CONTENT_LENGTH") else None
    if not declared and "HTTP_TRANSFER_ENCODING" not in environ:
        return True
    try:
        body = await received(receive, path=_path(environ), declared=declared, share=share)
        body.hand_over(environ)
    except (TooLarge, TooSlow, NoRoom, OSError) as refusal:
        environ |= {REFUSED: refusal, "CONTENT_LENGTH": "0"}
    except Gone:
        return False
    return True


async def _refuse_what_is_not_whole(send: Send) -> None:
    await send({"type": "http.response.start", "status": 400, "headers": [(b"connection", b"close")]})
    await send({"type": "http.response.body", "body": b""})


def _path(environ: WSGIEnvironment) -> str:
    return str(environ["PATH_INFO"]).encode("latin-1").decode(errors="replace")


async def _hangs_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _in_pieces(file: BinaryIO, _size: int = 0) -> FileWrapper:
    return FileWrapper(file, PIECE)


def _nothing() -> None:
    pass
