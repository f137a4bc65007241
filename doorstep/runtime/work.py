"""The worker: runs the jobs that the database holds, and the clock."""

from importlib import import_module

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from doorstep.tenancy.role import refuse_privileged_role

CLOCK = "doorstep.config.clock"
HEARTBEAT = 10.0  # seconds


def work(*, concurrency: int) -> None:
    """Works until it is asked to stop, then finishes the jobs in hand. Jobs that succeeded leave no row."""
    refuse_privileged_role()
    connection.close()
    import_module(CLOCK)
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the jobs' connection is not Django's")
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(concurrency=concurrency, delete_jobs="successful", update_heartbeat_interval=HEARTBEAT)
