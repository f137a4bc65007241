"""Kinds of mail that nobody else declares."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from doorstep.mail.kinds import MailKind


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
