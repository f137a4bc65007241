"""The town of the walk: built once for a file of tests, each of which takes back what it did."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from tests.guards.two_businesses import TwoBusinesses


@pytest.fixture(scope="module")
def two_businesses(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator["TwoBusinesses"]:
    from tests.guards.two_businesses import settle  # models cannot be imported while pytest reads this file

    with django_db_blocker.unblock(), transaction.atomic():
        yield settle()
        transaction.set_rollback(True)


@pytest.fixture
def one_moment() -> Iterator[None]:
    """Everything happens at once, so that two answers differ by what they say and not by when they say it."""
    with time_machine.travel(timezone.now(), tick=False):
        yield
