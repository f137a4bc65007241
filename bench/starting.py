"""From the start of a process to its first page; and from a clean clone."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.ground import HOST, PORT, PROJECT
from bench.promise import Line, at_most
from bench.servers import wait_for

RUN_PORT = PORT + 2
ROUNDS = 3


def lines() -> Iterator[Line]:
    with tempfile.TemporaryDirectory(prefix="doorstep-bench-") as folder:
        home = Path(folder) / "home"
        run = [sys.executable, "-m", "doorstep.runtime", "run", "--home", str(home), "--port", str(RUN_PORT)]
        _seconds_to_first_page(run, PROJECT)  # fills the home with the demo's world
        seconds = median(_seconds_to_first_page(run, PROJECT) for _ in range(ROUNDS))
        yield at_most("Process start to first page, demo home present", seconds, 3, "s")
    with tempfile.TemporaryDirectory(prefix="doorstep-bench-") as folder:
        clone = Path(folder) / "clone"
        _clone(clone)
        make = ["make", "run", f"PORT={RUN_PORT}", f"DOORSTEP_HOME={folder}/home"]
        yield at_most("`make run` from a clean clone, packages cached", _seconds_to_first_page(make, clone), 60, "s")


def _seconds_to_first_page(command: Sequence[str], folder: Path) -> float:
    begun = time.perf_counter()
    with _alive(command, folder):
        wait_for(RUN_PORT, within=300)
        return time.perf_counter() - begun


@contextmanager
def _alive(command: Sequence[str], folder: Path) -> Iterator[None]:
    """A group of its own, interrupted as by Ctrl-C, and waited for until its port is free again."""
    started = subprocess.Popen(
        command, cwd=folder, env=_as_a_newcomer(os.environ), stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        os.killpg(started.pid, signal.SIGINT)
        started.wait(60)
        while _listens():
            time.sleep(0.1)


def _as_a_newcomer(environment: Mapping[str, str]) -> dict[str, str]:
    ours = ("DATABASE_URL", "SECRET_KEY", "BASE_URL", "VIRTUAL_ENV", "PORT")
    return {
        name: value
        for name, value in environment.items()
        if name not in ours and not name.startswith(("DOORSTEP", "DJANGO", "MAKE"))
    }


def _listens() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, RUN_PORT)) == 0


def _clone(folder: Path) -> None:
    """The files that git knows, as they are in the working tree now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)
