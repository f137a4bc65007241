"""How long a body is waited for."""

import asyncio
from collections.abc import Iterator

import pytest

from doorstep.kit.bodies import TooLarge, TooSlow
from doorstep.runtime import patience
from doorstep.runtime.receiving import Gone, Message, Receive, received
from doorstep.runtime.room import Room, Share
from tests.runtime.loops import run_in_a_loop

SIGN_IN = "/desk/sign-in/"


def peer(*sent: bytes | float, hangs_up: bool = False) -> Receive:
    """Numbers are seconds of silence."""
    coming: Iterator[bytes | float] = iter(sent)

    async def receive() -> Message:
        for part in coming:
            if isinstance(part, bytes):
                return {"type": "http.request", "body": part, "more_body": True}
            await asyncio.sleep(part)
        return {"type": "http.disconnect"} if hangs_up else {"type": "http.request", "body": b"", "more_body": False}

    return receive


def text_of(receive: Receive, *, declared: int | None) -> bytes:
    body = run_in_a_loop(received(receive, path=SIGN_IN, declared=declared, share=Share(Room(), "192.0.2.7")))
    environ: dict[str, object] = {}
    body.hand_over(environ)
    assert environ["CONTENT_LENGTH"] == str(body.length)
    with body.file as file:
        return file.read()


@pytest.mark.parametrize("declared", [6, None])
def test_a_body_is_put_together_from_its_pieces(declared: int | None) -> None:
    assert text_of(peer(b"abc", b"def"), declared=declared) == b"abcdef"


def test_a_silence_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SILENCE", 0.05)
    with pytest.raises(TooSlow):
        text_of(peer(b"abc", 5.0, b"def"), declared=6)


def test_a_body_must_come_at_a_pace_however_often_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_START", 0.1)
    drops = [each for _ in range(100) for each in (b"a", 0.01)]
    with pytest.raises(TooSlow):
        text_of(peer(*drops), declared=1_000)
    monkeypatch.setattr(patience, "SLOWEST_PACE", 20)
    assert len(text_of(peer(*drops), declared=100)) == 100


def test_no_body_is_waited_for_longer_than_the_longest_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LONGEST", 0.05)
    with pytest.raises(TooSlow):
        text_of(peer(*[each for _ in range(20) for each in (b"a" * 10_000, 0.01)]), declared=200_000)


@pytest.mark.parametrize("declared", [6, None])
def test_what_was_cut_off_is_not_taken_for_whole(declared: int | None) -> None:
    with pytest.raises(Gone):
        text_of(peer(b"abc", hangs_up=True), declared=declared)


def test_a_body_that_lies_about_its_size_is_stopped_where_it_becomes_too_large() -> None:
    with pytest.raises(TooLarge):
        text_of(peer(*[b"x" * 2**20] * 3), declared=None)
