"""`doorstep.config.wsgi:application`, for other servers: a body is read before Django begins, and only so much."""

from importlib import import_module
from io import BytesIO

import pytest
from django.db import connection
from django.test import RequestFactory

from doorstep.kit.bodies import LARGEST_FORM
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db(transaction=True)

SIGN_IN = "/desk/sign-in/"


class Coming(BytesIO):
    """Remembers whether a transaction was open whenever it was read."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.found_open: list[bool] = []

    def read(self, size: int | None = -1) -> bytes:
        self.found_open.append(connection.in_atomic_block)
        return super().read(size)


def asked(business: Business, source: Coming, **told: object) -> tuple[int, str]:
    environ = RequestFactory().post(SIGN_IN, headers={"host": business.host}).environ | {"wsgi.input": source, **told}
    statuses = list[str]()
    application = import_module("doorstep.config.wsgi").application  # it asks the database which role it is
    answered = application(environ, lambda status, *_: statuses.append(status))
    return int(statuses[0][:3]), b"".join(answered).decode()


def test_a_body_is_read_while_no_transaction_is_open(fennmoor: Business) -> None:
    source = Coming(b"email=ann%40fennmoor.example")
    told = {"CONTENT_LENGTH": "28", "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    assert asked(fennmoor, source, **told)[0] == 403
    assert source.found_open
    assert not any(source.found_open)


def test_a_body_that_says_it_is_too_large_is_not_read(fennmoor: Business) -> None:
    source = Coming(b"x" * 1_000)
    status, text = asked(fennmoor, source, CONTENT_LENGTH=str(LARGEST_FORM + 1))
    assert (status, source.found_open) == (413, [])
    assert "That was too much at once" in text


def test_a_body_that_does_not_say_how_large_it_is_is_read_until_it_is_too_large(fennmoor: Business) -> None:
    source = Coming(b"x" * (LARGEST_FORM + 2**20))
    told = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}
    assert asked(fennmoor, source, **told)[0] == 413
    assert source.tell() == LARGEST_FORM + 1


def test_a_full_disk_is_told_as_one(fennmoor: Business) -> None:
    class Breaks(Coming):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    assert asked(fennmoor, Breaks(b""), CONTENT_LENGTH="10")[0] == 503
