"""A request's body, taken in by the event loop: no thread and no transaction waits for it."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from doorstep.config.bodies import Body, most_at
from doorstep.kit.bodies import TooSlow
from doorstep.runtime import patience
from doorstep.runtime.room import Share

Message = MutableMapping[str, Any]  # of ASGI
Receive = Callable[[], Awaitable[Message]]


class Gone(Exception):
    """The other end hung up."""


async def received(receive: Receive, *, path: str, declared: int | None, share: Share) -> Body:
    """Raises TooLarge, TooSlow, NoRoom or Gone; OSError where the disk is full."""
    body = Body(most=most_at(path, declared), declared=declared)
    try:
        await _fill(body, receive, share)
    except BaseException:
        body.file.close()
        raise
    return body


async def heard_out(receive: Receive) -> None:
    """What still comes is thrown away."""
    with suppress(TimeoutError):
        async with asyncio.timeout(patience.HEAR_OUT):
            while (await receive()).get("more_body"):
                pass


async def _fill(body: Body, receive: Receive, share: Share) -> None:
    clock = asyncio.get_running_loop().time
    began, is_coming = clock(), True
    while is_coming and not body.is_whole:
        message = await _next(receive, until=min(clock() + patience.SILENCE, began + _seconds_for(body.length)))
        piece = message.get("body", b"")
        share.hold(body.length + len(piece))
        body.add(piece)
        is_coming = message.get("more_body", False)
    if body.declared is not None and not body.is_whole:
        raise Gone


async def _next(receive: Receive, *, until: float) -> Message:
    try:
        async with asyncio.timeout_at(until):
            message = await receive()
    except TimeoutError:
        raise TooSlow from None
    if message["type"] == "http.disconnect":
        raise Gone
    return message


def _seconds_for(length: int) -> float:
    return min(patience.HEAD_START + length / patience.SLOWEST_PACE, patience.LONGEST)
