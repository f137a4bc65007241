"""The servers that are measured: ours and the bare one, as processes of their own."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.ground import HOST, PORT, PROJECT
from doorstep.runtime.address import Address

BARE_PORT = PORT + 1
PATIENCE = 60.0


@contextmanager
def ours(home: Path) -> Iterator[int]:
    """`doorstep serve` with two workers. Gives its process id."""
    command = ["serve", "--home", str(home), "--host", HOST, "--port", str(PORT), "--workers", "2"]
    with process([sys.executable, "-m", "doorstep.runtime", *command], home / "web.log") as pid:
        wait_for(PORT)
        yield pid


@contextmanager
def worker(home: Path) -> Iterator[int]:
    with process([sys.executable, "-m", "doorstep.runtime", "worker", "--home", str(home)], home / "worker.log") as pid:
        yield pid


@contextmanager
def bare(home: Path, *, database_url: str) -> Iterator[None]:
    """As the database's administrator, whom row-level security does not slow down."""
    told = {"DATABASE_URL": database_url, "DOORSTEP_HOME": str(home)}
    with process([sys.executable, "-c", f"from bench.bare import serve; serve({BARE_PORT})"], home / "bare.log", told):
        wait_for(BARE_PORT)
        yield


@contextmanager
def process(command: Sequence[str], log: Path, told: Mapping[str, str] | None = None) -> Iterator[int]:
    """Ended at the end, politely. It finds the ground by itself."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | dict(told or {})
    with log.open("w") as output:
        started = subprocess.Popen(command, env=environment, cwd=PROJECT, stdout=output, stderr=output)
        try:
            yield started.pid
        finally:
            started.terminate()
            started.wait(PATIENCE)


def wait_for(port: int, *, within: float = PATIENCE) -> None:
    deadline = time.monotonic() + within
    while not Address(HOST, port).answers():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Nothing answers on port {port}.")
        time.sleep(0.02)


def family(pid: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in family(int(child)))]


def megabytes(pid: int) -> float:
    """What the process holds now, the memory that it shares with its siblings included."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0
