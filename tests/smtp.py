"""A real SMTP server on a free port that keeps what it was given."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port


class Letterbox:
    """What was delivered, oldest first. `answer` may be set to an SMTP refusal such as `451 later`.

    `refusal` is what recipients are answered, if not empty; `silence` are seconds before a letter is answered; while
    `is_open` is cleared none is.
    """

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.answer = "250 OK"
        self.refusal = ""
        self.silence = 0.0
        self.is_open = Event()
        self.is_open.set()

    @property
    def letters(self) -> list[EmailMessage]:
        return [_letter_in(envelope) for envelope in self.envelopes]

    def to(self, address: str) -> list[EmailMessage]:
        return [_letter_in(envelope) for envelope in self.envelopes if address in envelope.rcpt_tos]


class _Clerk:
    """Fills the box. Apart from it, for aiosmtpd reads every attribute of a handler at each connection."""

    def __init__(self, box: Letterbox) -> None:
        self.box = box

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.box.refusal:
            return self.box.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.box.silence)
        await asyncio.to_thread(self.box.is_open.wait)
        if self.box.answer.startswith("250"):
            self.box.envelopes.append(envelope)
        return self.box.answer


def _letter_in(envelope: Envelope) -> EmailMessage:
    return message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[return-value]


@contextmanager
def smtp_server() -> Iterator[tuple[Letterbox, int]]:
    """The letterbox and the port of a server that runs in a thread of its own."""
    box = Letterbox()
    port = free_port()
    controller = Controller(_Clerk(box), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()
