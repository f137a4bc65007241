"""The worker: runs the jobs that the database holds, and the clock.

It outlives its database: when that is away, or takes nothing, the worker waits and then goes on.
"""

import asyncio
import logging
import signal
import time
from contextlib import suppress

import psycopg
from django.db import connection
from django.utils.module_loading import autodiscover_modules
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

import doorstep.config.clock  # noqa: F401 - fills the list of periodic jobs
from doorstep.runtime import schema
from doorstep.runtime.reachable import LOOK_EVERY, takes_work, wait_for_database
from doorstep.runtime.rescue import Rescue
from doorstep.tenancy.role import refuse_privileged_role

HEARTBEAT = 5.0  # seconds
GIVE_UP_AFTER = 2.0  # seconds without a connection
STEADY_AFTER = 10.0  # seconds: a shift that ends sooner was none, and is not worth a line in the log
OWN_CONNECTIONS = 3  # for heartbeats, the clock and listening, beside one a job
log = logging.getLogger(__name__)


def work(*, concurrency: int) -> None:
    """Works until it is asked to stop, then finishes the jobs in hand. Jobs that succeeded leave no row."""
    wait_for_database()
    schema.refuse_unlike(schema.of_database())
    refuse_privileged_role()
    connection.close()
    autodiscover_modules("jobs")  # a worker knows only the jobs that were imported
    asyncio.run(_Shifts(concurrency).work())


class _Shifts:
    """A shift ends when the database is lost. Jobs whose end could not be recorded then are run again."""

    def __init__(self, concurrency: int) -> None:
        self.concurrency = concurrency
        self.asked_to_stop = asyncio.Event()
        self.lost: int | None = None
        """The number under which the database knows the shift that lost it: nobody works under that any more."""

    async def work(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, self.asked_to_stop.set)
        while not self.asked_to_stop.is_set():
            began = time.monotonic()
            with suppress(ConnectorException, psycopg.Error):
                await self._one_shift()
            if not self.asked_to_stop.is_set():
                if time.monotonic() - began > STEADY_AFTER:
                    log.warning("The worker lost its database and goes on as soon as the database takes its work again")
                await self._until_it_takes_work()

    async def _one_shift(self) -> None:
        connector = PsycopgConnector(
            kwargs=connector_params(),
            min_size=1,
            max_size=self.concurrency + OWN_CONNECTIONS,
            timeout=GIVE_UP_AFTER,
            reconnect_timeout=GIVE_UP_AFTER,
        )
        with app.replace_connector(connector) as opened:
            async with opened.open_async():
                await self._give_back_jobs(opened)
                rescue = Rescue()
                worker = Worker(
                    opened,
                    concurrency=self.concurrency,
                    delete_jobs="successful",
                    update_heartbeat_interval=HEARTBEAT,
                    install_signal_handlers=False,
                    worker_middleware=[rescue.hold],
                )
                try:
                    await self._until_asked_to_stop(worker, rescue)
                finally:
                    self.lost = worker.worker_id  # None after an orderly end

    async def _give_back_jobs(self, opened: App) -> None:
        """What the lost shift left half done need not wait until its heart is missed."""
        if self.lost is not None:
            await opened.job_manager.unregister_worker(self.lost)
            self.lost = None

    async def _until_asked_to_stop(self, worker: Worker, rescue: Rescue) -> None:
        """Or until the worker or the rescue fails."""
        working = asyncio.ensure_future(worker.run())  # type: ignore[no-untyped-call]
        beside = [asyncio.ensure_future(self.asked_to_stop.wait()), asyncio.ensure_future(rescue.watch(worker))]
        await asyncio.wait({working, *beside}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()  # which lets the jobs in hand finish
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        with suppress(asyncio.CancelledError):
            await working

    async def _until_it_takes_work(self) -> None:
        while not self.asked_to_stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self.asked_to_stop.wait(), LOOK_EVERY)
            if await asyncio.to_thread(takes_work):
                return
