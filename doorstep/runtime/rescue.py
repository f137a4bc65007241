"""Jobs that are “doing” in nobody's hands run again, before all that was asked for later.

Beside the queue and not in it: a rescue that waited its turn behind ten thousand letters would be none.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from procrastinate import JobContext
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.worker import Worker

DEAD_AFTER = 20.0  # seconds without a heartbeat
LOOK_EVERY = 10.0  # seconds


class Rescue:
    """Of one worker, which knows its own hands and reads of the others in the database."""

    def __init__(self) -> None:
        self.in_hand: set[int | None] = set()
        self.let_go: set[int | None] = set()

    async def hold(self, run: Callable[[], Awaitable[object]], context: JobContext, _worker: Worker) -> object:
        """Goes around every job (a procrastinate middleware)."""
        self.in_hand.add(context.job.id)
        try:
            return await run()
        finally:
            self.in_hand.discard(context.job.id)

    async def watch(self, worker: Worker) -> None:
        while True:
            for job in (*await self._of_the_dead(worker), *await self._unrecorded(worker)):
                with suppress(ConnectorException):  # another worker was quicker
                    await worker.app.job_manager.retry_job(job)
            await asyncio.sleep(LOOK_EVERY)

    async def _of_the_dead(self, worker: Worker) -> Iterable[Job]:
        return await worker.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER)

    async def _unrecorded(self, worker: Worker) -> Iterable[Job]:
        """Ended here, which the database would not write down. Seen twice: the first time it may be doing so now."""
        if worker.worker_id is None:
            return []
        doing = await worker.app.job_manager.list_jobs_async(status="doing", worker_id=worker.worker_id)
        let_go = [job for job in doing if job.id not in self.in_hand]
        before, self.let_go = self.let_go, {job.id for job in let_go}
        return [job for job in let_go if job.id in before]
