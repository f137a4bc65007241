"""Stops an embedded server that nobody holds any more, also when its last holder was killed.

It waits for the lock that no holder has, and the kernel wakes it. Until then it looks once a minute whether the
server's log has grown too long.
"""

import fcntl
import os
import signal
import sys
import threading
from pathlib import Path

from doorstep.runtime import server_log
from doorstep.runtime.local_postgres import LocalPostgres


def keep(root: Path, lock: int) -> None:
    threading.Thread(target=server_log.watch, args=(root / "log",), daemon=True).start()
    users = os.open(root / "users.lock", os.O_RDWR)
    fcntl.flock(users, fcntl.LOCK_EX)
    LocalPostgres(root).stop()
    # before the users' lock goes: the next holder must find that it needs a new keeper
    os.close(lock)
    os.close(users)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep(Path(sys.argv[1]), int(sys.argv[2]))
