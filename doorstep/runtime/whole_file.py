"""A file that is there whole or not at all, and only for its owner."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from doorstep.runtime.obstacle import Obstacle, about

UNFINISHED = ".doorstep-part"


@contextmanager
def written_whole(file: Path) -> Iterator[BinaryIO]:
    """It takes its name when all of it is on the disk. What killed ones left in the same folder goes first."""
    if file.is_dir():
        raise Obstacle(f"{file} is a folder. Name the file to write.")
    if not file.parent.is_dir():
        raise Obstacle(f"There is no folder {file.parent}. Make it, or choose another place.")
    unfinished, opened = _begin(file)
    try:
        with about(file), opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
            unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    with _folder_to_oneself(file.parent) as folder:
        os.fsync(folder)


def _begin(file: Path) -> tuple[Path, BinaryIO]:
    """Locked while it is written: by that the next one knows the dead from the living."""
    with _folder_to_oneself(file.parent):
        _clear(file.parent)
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=UNFINISHED, dir=file.parent)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return Path(name), os.fdopen(descriptor, "wb")


def _clear(folder: Path) -> None:
    for left in folder.glob(f".*{UNFINISHED}"):
        with left.open("rb") as opened, suppress(BlockingIOError):
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


@contextmanager
def _folder_to_oneself(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)
