"""A job is part of the transaction that asked for it, in a request and inside another job alike."""

from uuid import UUID

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from doorstep.accounts.models import Team
from doorstep.demo.cast import FENNMOOR
from doorstep.demo.houses import build
from doorstep.leads.capture import capture
from doorstep.tenancy import scope
from doorstep.tenancy.jobs import job, job_in_steps

SEEN: list[str] = []


@job
def second(name: str) -> None:
    SEEN.append(name)


@job_in_steps
def first(business_id: UUID, name: str) -> None:
    """Writes a row and asks for another job, then fails before it could commit."""
    with scope(business_id):
        second.later(name=name)
        if name == "fails":
            raise ValueError(name)


def waiting() -> list[str]:
    """Of this file's jobs: the table is not emptied between tests."""
    ours = "SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' AND task_name LIKE %s ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(ours, [f"{__name__}.%"])
        return [str(row[0]) for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_a_job_asked_for_in_a_transaction_that_fails_never_runs() -> None:
    business = build(FENNMOOR)
    with pytest.raises(ZeroDivisionError), scope(business):
        capture(Team.objects.house(), by=None, name="Maya Okonjo", email="maya@example.com")
        second.later(name="maya")
        raise ZeroDivisionError
    assert waiting() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("name", "left"), [("fails", []), ("works", [second.task.name])])
def test_a_job_inside_a_worker_asks_in_its_own_transaction(name: str, left: list[str]) -> None:
    business = build(FENNMOOR)
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()):
        if name == "fails":
            with pytest.raises(ValueError, match="fails"):
                first.run(str(business.pk), name=name)
        else:
            first.run(str(business.pk), name=name)
    assert waiting() == left
