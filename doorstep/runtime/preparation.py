"""What must be true of the database before the first request: migrated, and a demo home not empty."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from doorstep.tenancy.models import Business

ONE_AT_A_TIME = 0x646F6F72  # the number of the advisory lock; it means nothing


def migrate() -> None:
    with _alone():
        steps = pending()
        with _said(f"Migrating the database ({len(steps)} steps)" if steps else ""):
            call_command("migrate", interactive=False, verbosity=0)


def pending() -> list[str]:
    """The migrations that this code has and the database has not, as `app.name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def build_demo_world() -> None:
    if not Business.objects.exists():
        with _said("Building the demo world: four businesses, 2,000 leads each"):
            import_module("doorstep.demo.world").build()


@contextmanager
def _alone() -> Iterator[None]:
    """Two machines that start together take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


@contextmanager
def _said(what: str) -> Iterator[None]:
    """One line that names the work and, when it is over, its time. Nothing to do is not worth a word."""
    started = time.monotonic()
    if what:
        print(f"{what} … ", end="", flush=True)
    yield
    if what:
        print(f"done in {time.monotonic() - started:.1f} s", flush=True)
