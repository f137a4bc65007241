"""What is over goes in batches, each a transaction of its own: a long night's work holds no row for long, and what was
cut short is taken up the next time. What is kept, and how long, stands in docs/operations.md.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, connection, models, transaction

from doorstep.tenancy.jobs import speaking_for
from doorstep.tenancy.models import Business
from doorstep.tenancy.scoping import scope

AT_ONCE = 1_000
log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=models.Model)
Rows = Callable[[], models.QuerySet[models.Model]]

OLD_JOBS = """
DELETE FROM procrastinate_jobs WHERE id IN (
  SELECT id FROM procrastinate_jobs AS job
  WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted') AND NOT EXISTS (
    SELECT FROM procrastinate_events WHERE job_id = job.id AND at > now() - make_interval(days => %s)
  ) LIMIT %s)
"""
JOBS_LAST = 30  # days after the end of one that failed


def in_every_business(deed: Callable[[Business], None]) -> None:
    """One that fails keeps the others from nothing; the first fault is raised when all have had their turn."""
    faults = []
    for business in Business.objects.all():
        try:
            with speaking_for(business.pk):
                deed(business)
        except DatabaseError as fault:
            log.exception("What is over could not be forgotten at %s", business)
            faults.append(fault)
    if faults:
        raise faults[0]


def forget(business: Business, rows: Rows) -> None:
    """Deletes what `rows` finds, with what belongs to it."""
    _in_batches(business, rows, lambda some: some.delete())


def blank(business: Business, rows: Rows, **values: object) -> None:
    """Overwrites, in rows that stay and that `rows` then does not find any more."""
    _in_batches(business, rows, lambda some: some.update(**values))


def each(business: Business, rows: Callable[[], models.QuerySet[Row]], deed: Callable[[Row], None]) -> None:
    """A row a transaction, held while it lasts. After its deed `rows` does not find it any more."""
    while _one(business, rows, deed):
        pass


def _one(business: Business, rows: Callable[[], models.QuerySet[Row]], deed: Callable[[Row], None]) -> bool:
    with scope(business):
        row = rows().order_by("pk").select_for_update(skip_locked=True).first()
        if row is not None:
            deed(row)
    return row is not None


def _in_batches(business: Business, rows: Rows, deed: Callable[[models.QuerySet[models.Model]], object]) -> None:
    while _some(business, rows, deed):
        pass


def _some(business: Business, rows: Rows, deed: Callable[[models.QuerySet[models.Model]], object]) -> bool:
    with scope(business):
        found = rows()
        ids = list(found.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if ids:
            deed(found.model._default_manager.filter(pk__in=ids))
    return len(ids) == AT_ONCE


def forget_old_jobs() -> None:
    """Jobs that succeeded leave no row; of the others somebody may still want to know why."""
    deleted = AT_ONCE
    while deleted == AT_ONCE:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(OLD_JOBS, [JOBS_LAST, AT_ONCE])
            deleted = cursor.rowcount
