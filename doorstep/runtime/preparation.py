"""What must be true of the database before the first request: migrated, and a demo home not empty."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from doorstep.demo import world
from doorstep.demo.cast import PASSWORD
from doorstep.runtime import schema, welcome
from doorstep.runtime.deployment import Deployment
from doorstep.runtime.freshness import prepared
from doorstep.runtime.reachable import refuse_unreachable

ONE_AT_A_TIME = 0x646F6F72  # the number of the advisory lock; it means nothing


def prepare(found: Deployment, *, with_demo: bool) -> None:
    """Two machines that start together take turns."""
    refuse_unreachable()
    with _alone():
        schema.refuse_newer(schema.of_database())
        _migrate(found)
        schema.write_version_down()
        if with_demo and found.is_demo:
            _build_demo_world()
            welcome.keep(found, world.logins(), password=PASSWORD)
    if with_demo:
        prepared(found).press()


def pending() -> list[str]:
    """The migrations that this code has and the database has not, as `app.name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _migrate(found: Deployment) -> None:
    steps = pending()
    if steps:
        prepared(found).lift()
        print(f"Migrating the database, {len(steps)} steps …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)  # without a step too: it mends the walls


def _build_demo_world() -> None:
    if not world.exists():
        print("Building the demo world …", flush=True)
        world.build(tell=lambda line: print(f"  {line}", flush=True))


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
