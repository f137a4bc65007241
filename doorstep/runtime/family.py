"""A process never outlives the one that started it, however that one ended."""

import os
import signal
import threading
import time
from collections.abc import Mapping

PARENT = "DOORSTEP_PARENT"
LOOK_EVERY = 0.3
PATIENCE = 15.0


def follow_parent() -> None:
    """Follows whoever set `DOORSTEP_PARENT` to its process id; our own children are not meant by it."""
    parent = os.environ.pop(PARENT, "")
    if parent:
        follow(int(parent))


def environment_of_a_child(environment: Mapping[str, str]) -> dict[str, str]:
    return {**environment, PARENT: str(os.getpid())}


def follow(parent: int) -> None:
    """Ends this process politely when `parent` is gone, and firmly when that takes too long.

    The kernel's own parent-death signal is bound to a thread of the parent and known to Linux only; asking who our
    parent is works everywhere and survives a kill -9.
    """
    threading.Thread(target=_watch, args=(parent,), name="follow-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)
