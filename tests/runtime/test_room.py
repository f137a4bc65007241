"""What bodies take up on the disk while they come has an end."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from doorstep.config.bodies import IN_MEMORY, REFUSED
from doorstep.kit.bodies import NoRoom
from doorstep.runtime.gateway import Gateway
from doorstep.runtime.receiving import Message
from doorstep.runtime.room import Room
from tests.runtime.loops import run_in_a_loop

FILE = 4 * IN_MEMORY
HERE, THERE = "192.0.2.7", "192.0.2.8"


def test_what_was_taken_is_free_again_when_its_request_is_over() -> None:
    room = Room(together=FILE, of_one_place=FILE)
    for _ in range(3):
        with room.share(HERE) as share:
            share.hold(FILE // 2)
            share.hold(FILE)
    assert not room.taken


def test_what_fits_into_memory_takes_nothing() -> None:
    with Room(together=0, of_one_place=0).share(HERE) as share:
        share.hold(IN_MEMORY)
        with pytest.raises(NoRoom):
            share.hold(IN_MEMORY + 1)


def test_one_place_leaves_room_for_the_others_and_all_together_for_the_database() -> None:
    room = Room(together=2 * FILE, of_one_place=FILE)
    with room.share(HERE) as first, room.share(HERE) as second, room.share(THERE) as third, room.share("") as last:
        first.hold(FILE)
        with pytest.raises(NoRoom):
            second.hold(FILE)
        third.hold(FILE)
        with pytest.raises(NoRoom):
            last.hold(FILE)


def test_who_ends_nothing_of_what_he_sends_is_refused_before_the_disk_is_full_and_others_are_not() -> None:
    gateway = Gateway(_application, threads=1, room=Room(together=2 * FILE, of_one_place=FILE))
    assert run_in_a_loop(_while_somebody_sends_without_end(gateway)) == [503, 200, 200]


async def _while_somebody_sends_without_end(gateway: Gateway) -> list[int]:
    endless = asyncio.ensure_future(_status(gateway, HERE, [b"x" * FILE, None]))
    await asyncio.sleep(0.1)
    more = [await _status(gateway, HERE, [b"x" * FILE]), await _status(gateway, THERE, [b"x" * FILE])]
    more.append(await _status(gateway, HERE, [b"a small form"]))
    endless.cancel()
    return more


async def _status(gateway: Gateway, place: str, body: Iterable[bytes | None]) -> int:
    """`None` is a silence."""
    answered: list[int] = []

    async def send(message: Message) -> None:
        answered.append(message.get("status", 0))

    await gateway(_asked_from(place), _receive(iter(body)), send)
    return answered[0]


def _receive(pieces: "Iterable[bytes | None]") -> Callable[[], Awaitable[Message]]:
    coming = iter(pieces)

    async def receive() -> Message:
        piece = next(coming, b"")
        if piece is None:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": piece, "more_body": bool(piece)}

    return receive


def _asked_from(place: str) -> Message:
    return {
        "method": "POST",
        "raw_path": b"/desk/imports/",
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": (place, 1),
        "headers": [(b"transfer-encoding", b"chunked")],
    }


def _application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    refusal = environ.get(REFUSED)
    start(f"{503 if isinstance(refusal, NoRoom) else 200} {HTTPStatus.OK.phrase}", [])
    return [b""]
