"""The worker: runs the jobs that the database holds, and the clock."""

from django.db import connection
from django.utils.module_loading import autodiscover_modules
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

import doorstep.config.clock  # noqa: F401 - fills the list of periodic jobs
from doorstep.tenancy.role import refuse_privileged_role

HEARTBEAT = 10.0  # seconds


def work(*, concurrency: int) -> None:
    """Works until it is asked to stop, then finishes the jobs in hand. Jobs that succeeded leave no row."""
    refuse_privileged_role()
    connection.close()
    autodiscover_modules("jobs")  # a worker knows only the jobs that were imported
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the jobs' connection is not Django's")
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(concurrency=concurrency, delete_jobs="successful", update_heartbeat_interval=HEARTBEAT)
