"""Questions that are worth so much waiting."""

import pytest
from django.db import connection

from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.tenancy.timeouts import with_timeout

pytestmark = pytest.mark.django_db


def asked(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_an_answer_in_time_is_given_and_nobody_hurries_afterwards(fennmoor: Business) -> None:
    with scope(fennmoor):
        assert with_timeout(lambda: asked("SELECT current_setting('statement_timeout')"), milliseconds=5_000) == "5s"
        assert asked("SELECT current_setting('statement_timeout')") == "0"


def test_who_waits_too_long_gets_nothing_and_goes_on(fennmoor: Business) -> None:
    with scope(fennmoor):
        assert with_timeout(lambda: asked("SELECT pg_sleep(10)::text"), milliseconds=20) is None
        assert asked("SELECT current_setting('statement_timeout')") == "0"
        assert asked("SELECT current_setting('app.business')") == str(fennmoor.pk)
