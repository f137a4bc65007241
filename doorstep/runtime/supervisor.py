"""`doorstep run`: database, web and worker under one parent, which leaves nothing behind."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from doorstep.runtime.address import Address
from doorstep.runtime.child import Child, run_to_its_end
from doorstep.runtime.deployment import Deployment, ground
from doorstep.runtime.freshness import prepared
from doorstep.runtime.local_postgres import LocalPostgres
from doorstep.runtime.obstacle import Obstacle
from doorstep.runtime.welcome import welcome

LOOK_EVERY = 0.2
FIRST_ANSWER_WITHIN = 30.0


def supervise(home: Path, address: Address) -> int:
    address.refuse_if_taken()
    outside = dict(os.environ)
    with ground(home) as found:
        if found.is_demo:
            address.refuse_strangers()
        try:
            _Family(found, address, outside).live()
        except KeyboardInterrupt:
            print("Stopped.", flush=True)
    return 0


class _Family:
    def __init__(self, found: Deployment, address: Address, outside: dict[str, str]) -> None:
        """`outside` is the environment we were given: each child finds the ground and holds the database itself."""
        self.found = found
        self.address = address
        told = ("SECRET_KEY", "BASE_URL", "DOORSTEP_HOME", "DOORSTEP_MODE")
        self.environment = outside | {name: os.environ[name] for name in told}
        listening = ["--host", address.host, "--port", str(address.port)]
        self.web = Child("web", ["serve", *listening], environment=self.environment)
        self.worker = Child("worker", ["worker"], environment=self.environment)

    def live(self) -> None:
        self._prepare()
        with self._ended_together():
            self.web.start()
            is_open = self._answers_in_time()
            self.worker.start()
            print(welcome(self.found) if is_open else "The web does not answer yet.", flush=True)
            while True:
                self._tend()

    def _prepare(self) -> None:
        """Migrates and seeds, unless this code did it to this home before."""
        if prepared(self.found).is_fresh:
            return
        if run_to_its_end(["migrate", "--with-demo"], environment=self.environment) != 0:
            raise Obstacle("The database could not be prepared; the lines above say why.")

    def _answers_in_time(self) -> bool:
        deadline = time.monotonic() + FIRST_ANSWER_WITHIN
        while time.monotonic() < deadline:
            if self.address.answers():
                return True
            if self.web.refused_to_start:
                raise Obstacle("The web could not start; the lines above say why.")
            self.web.tend()
            time.sleep(0.05)
        return False

    def _tend(self) -> None:
        time.sleep(LOOK_EVERY)
        if self.found.postgres and not self.found.postgres.is_running:
            _revive(self.found.postgres)
        self.web.tend()
        self.worker.tend()

    @contextmanager
    def _ended_together(self) -> Iterator[None]:
        try:
            yield
        finally:
            for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(name, signal.SIG_IGN)
            children = (self.web, self.worker)
            for child in children:
                child.ask_to_stop()
            for child in children:
                child.wait_or_kill()


def _revive(postgres: LocalPostgres) -> None:
    print("The database stopped; starting it again.", flush=True)
    try:
        postgres.revive()
    except Obstacle as obstacle:  # the dead server's last processes may still hold its memory: the next look retries
        print(obstacle.sentence, flush=True)
