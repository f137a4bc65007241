"""A mail server to talk to, and kinds of mail that nobody else declares."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django.fixtures import Settings

from tests.smtp import Letterbox, smtp_server

if TYPE_CHECKING:
    from doorstep.mail.kinds import MailKind


@pytest.fixture
def letterbox(settings: Settings) -> Iterator[Letterbox]:
    """A real SMTP server, and Django told to use it."""
    with smtp_server() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 5
        yield box


@pytest.fixture
def welcome() -> Iterator["MailKind"]:
    """A kind with a button and a secret."""
    from doorstep.mail.kinds import MAIL_KINDS, MailKind

    yield MailKind(
        "test.welcome",
        "Welcome",
        subject="Welcome to {{ business }}, {{ name }}",
        body="# Hello {{ name }}\n\nYour code is **{{ code }}**.\n\n{{ button }}\n\nAsk {{ sender }}.",
        action="Come in",
        placeholders={"code": "418205", "sender": "Sam Whitlock"},
        secret=frozenset({"code"}),
        reason="You get this because {{ sender }} invited you.",
    )
    del MAIL_KINDS["test.welcome"]
