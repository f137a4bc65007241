"""A restored home takes the place of the former one, whole or not at all, wherever the power fails.

restoring/new       made, opened and checked while the former home lies untouched
restoring/ready     from here on the new one counts: whoever comes next finishes what was cut short
restoring/former    what it replaces, until everything is in its place
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER, NEW, READY, FORMER = "restoring", "new", "ready", "former"
PARTS = ("postgres", "files", "secret.key")  # a new home has each of them


@contextmanager
def begun(home: Path) -> Iterator[Path]:
    """An empty folder in which the new home is made; nothing of it stays unless it was put in place."""
    new = home / FOLDER / NEW
    (home / FOLDER).mkdir(mode=0o700)
    new.mkdir(mode=0o700)
    try:
        yield new
    finally:
        settle(home)


def put_in_place(home: Path) -> None:
    os.sync()  # what the new home consists of, before we say that it is whole
    (home / FOLDER / READY).touch()
    settle(home)


def settle(home: Path) -> None:
    """Finishes or forgets a restore, as far as it came. For whoever has the home to themselves."""
    folder = home / FOLDER
    if not folder.exists():
        return
    if (folder / READY).exists():
        _exchange(home)
        os.sync()
        (folder / READY).unlink()
    _wait_for_server(folder / NEW / "postgres")
    shutil.rmtree(folder)


def _exchange(home: Path) -> None:
    former = home / FOLDER / FORMER
    former.mkdir(exist_ok=True)
    for name in PARTS:
        new = home / FOLDER / NEW / name
        if not new.exists():  # it moved before we were cut short
            continue
        if (home / name).exists():
            (home / name).rename(former / name)
        new.rename(home / name)


def _wait_for_server(root: Path) -> None:
    """The keeper of a killed restore's server is stopping it."""
    if (root / "users.lock").exists():
        with (root / "users.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
