"""The embedded server's log, kept short in two files. PostgreSQL appends to it, so it can be emptied meanwhile."""

import time
from pathlib import Path

LONGEST = 10 * 2**20
LOOK_EVERY = 60.0

SETTINGS = {
    "log_min_messages": "warning",
    # no row: an error is a line, without the values that it failed on, and without the statement
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def keep_short(log: Path) -> None:
    """What is too long becomes `log.1`, its last part at least, in place of the one before."""
    if not log.exists() or log.stat().st_size <= LONGEST:
        return
    with log.open("r+b") as opened:
        opened.seek(-LONGEST, 2)
        log.with_name(f"{log.name}.1").write_bytes(opened.read(LONGEST))
        opened.truncate(0)


def watch(log: Path) -> None:
    while True:
        keep_short(log)
        time.sleep(LOOK_EVERY)
