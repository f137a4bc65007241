"""`@job`: a function that runs later, in a worker, for the business that asked.

The job row is written in the caller's transaction: rolled back means never run, committed means run at least once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.apps import apps
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone, translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job as QueuedJob
from procrastinate.manager import JobManager
from procrastinate.retry import RetryDecision
from procrastinate.tasks import Task, configure_task
from procrastinate.types import JSONValue, TimeDeltaParams

from doorstep.tenancy.outage import drop_dead_connections, outage_of
from doorstep.tenancy.scoping import current_business_id, scope

P = ParamSpec("P")
LONGEST_WAIT_FOR_THE_GROUND = 60  # seconds


class Retry(RetryStrategy):
    """Eight tries in about a day for a fault of ours; as many as it takes while database or disk are at fault."""

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        if outage_of(exception) is None:
            return super().get_retry_decision(exception=exception, job=job)
        pause = min(self.exponential_wait ** (job.attempts + 1), LONGEST_WAIT_FOR_THE_GROUND)
        return RetryDecision(retry_in={"seconds": pause})


RETRY = Retry(max_attempts=8, exponential_wait=4)
# A worker gives the app a connection of its own. A job that defers a job must still do it in its own transaction,
# else the second one may run before the first has committed, and find nothing.
IN_THIS_TRANSACTION = JobManager(DjangoConnector(alias="default"))


class Job:
    def __init__(self, task: Task[..., None, ...], run: Callable[..., None]) -> None:
        self.task = task
        self.run = run

    def later(self, *, in_seconds: int = 0, is_awaited: bool = False, **ids: UUID | str | int) -> None:
        """Defers for the current business. Ids only: the row may have changed by the time it runs.

        `is_awaited`: somebody sits and waits for it, so it goes before whatever else is in the queue.
        """
        plain: dict[str, JSONValue] = {
            name: str(value) if isinstance(value, UUID) else value for name, value in ids.items()
        }
        delay: TimeDeltaParams | None = {"seconds": in_seconds} if in_seconds else None
        waiting = configure_task(
            name=self.task.name, job_manager=IN_THIS_TRANSACTION, schedule_in=delay, priority=int(is_awaited)
        )
        waiting.defer(business_id=str(current_business_id()), **plain)


def job(function: Callable[P, None]) -> Job:
    """The whole job is one transaction in `scope(business)`."""

    def run(business_id: str, **ids: object) -> None:
        with speaking_for(UUID(business_id)), scope(UUID(business_id)):
            function(**ids)  # type: ignore[call-arg, arg-type]  # the row holds what `later` was given

    return _register(function, run)


def job_in_steps(function: Callable[Concatenate[UUID, P], None]) -> Job:
    """The job opens `scope(business_id)` itself, once a step, so that its progress is seen while it runs."""

    def run(business_id: str, **ids: object) -> None:
        with speaking_for(UUID(business_id)):
            function(UUID(business_id), **ids)  # type: ignore[call-arg, arg-type]  # as above

    return _register(function, run)


@contextmanager
def speaking_for(business_id: UUID) -> Iterator[None]:
    """A worker tells times and says sentences as the business's pages do."""
    with scope(business_id):
        profile = apps.get_model("tenancy", "BusinessProfile").objects.get()  # models cannot be imported yet up there
    with timezone.override(profile.zone), translation.override(profile.language):
        yield


def _register(function: Callable[..., None], run: Callable[..., None]) -> Job:
    def refreshed(business_id: str, **ids: object) -> None:
        close_old_connections()  # the thread's connection may be from before the database's restart
        try:
            run(business_id, **ids)
        except (OperationalError, InterfaceError):
            drop_dead_connections()  # so that the next try does not meet one of them
            raise
        finally:
            close_old_connections()

    name = f"{function.__module__}.{function.__qualname__}"
    return Job(app.task(name=name, retry=RETRY)(refreshed), run)
