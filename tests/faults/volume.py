"""A small disk of its own, and how to fill it to the last byte."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PIECE = bytes(2**16)


@contextmanager
def small_volume(folder: Path, *, megabytes: int, options: str = "rw") -> Iterator[Path]:
    """Mounted on the folder; the test is skipped where the machine does not let us mount."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = (
        "mount",
        "-t",
        "tmpfs",
        "-o",
        f"size={megabytes}m,mode=0755,{options}",
        "doorstep-small-volume",
        str(folder),
    )
    refusal = _refusal(mount)
    if refusal:
        pytest.skip(f"no small disk can be mounted here (root may, outside of a locked container): {refusal}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def no_byte_left(volume: Path) -> Iterator[None]:
    filler = volume / "filler"
    try:
        with filler.open("wb", buffering=0) as opened, suppress(OSError):
            while opened.write(PIECE):
                pass
        yield
    finally:
        filler.unlink(missing_ok=True)


def _refusal(mount: tuple[str, ...]) -> str:
    try:
        return subprocess.run(mount, capture_output=True, text=True, check=False).stderr.strip()
    except OSError as missing:
        return str(missing)
