"""The folder of all data: whether it is one, and who is in it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from doorstep.runtime import restoring
from doorstep.runtime.obstacle import Obstacle

LOCK, KEY, FILES, POSTGRES = "home.lock", "secret.key", "files", "postgres"
NOT_CONTENT = {LOCK, restoring.FOLDER, "lost+found"}
OTHERS_SETTLE_WITHIN = 5.0  # seconds


def is_empty(home: Path) -> bool:
    return not home.exists() or not {entry.name for entry in home.iterdir()} - NOT_CONTENT


def has_database(home: Path) -> bool:
    return (home / POSTGRES / "data" / "PG_VERSION").exists()


def is_home(home: Path) -> bool:
    """Holds what only Doorstep makes, with the embedded server or beside one of its owner's."""
    return any((home / name).is_file() for name in (KEY, f"{POSTGRES}/users.lock", "static.stamp", "prepared.stamp"))


@contextmanager
def lived_in(home: Path) -> Iterator[None]:
    """Anyone may live here with others, but not while a restore puts everything in its place."""
    try:
        lock = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # a home that can only be read: whoever must write there will say so
        yield
        return
    try:
        _move_in(home, lock)
        yield
    finally:
        os.close(lock)


@contextmanager
def to_oneself(home: Path) -> Iterator[None]:
    """Refuses a home that anyone lives in, and keeps everyone out."""
    made = not home.exists()
    home.mkdir(parents=True, exist_ok=True)
    lock = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _taken(lock, fcntl.LOCK_EX):
            raise Obstacle(f"Doorstep is running on {home}. Stop it first.")
        restoring.settle(home)
        yield
    finally:
        if made and is_empty(home) and not (home / restoring.FOLDER).exists():
            (home / LOCK).unlink()
            home.rmdir()
        os.close(lock)


def _move_in(home: Path, lock: int) -> None:
    deadline = time.monotonic() + OTHERS_SETTLE_WITHIN
    while True:
        if _taken(lock, fcntl.LOCK_EX):  # nobody else is here: whatever a killed restore left is ours to settle
            restoring.settle(home)
            fcntl.flock(lock, fcntl.LOCK_SH)
            return
        if _taken(lock, fcntl.LOCK_SH):
            return
        if time.monotonic() > deadline:
            raise Obstacle(f"A backup is being restored into {home}. Wait until that has ended.")
        time.sleep(0.05)


def _taken(lock: int, how: int) -> bool:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
