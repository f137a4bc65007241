"""Whether something slow was already done by this very code."""

import hashlib
import os
from pathlib import Path

from doorstep.runtime.deployment import Deployment

PACKAGE = Path(__file__).resolve().parent.parent


class Stamp:
    """A small file that says by which code (and for which database or place) a step was done."""

    def __init__(self, file: Path, *, about: str = "") -> None:
        self.file = file
        self.about = about

    @property
    def is_fresh(self) -> bool:
        return self.file.exists() and self.file.read_text() == self._fingerprint()

    def press(self) -> None:
        self.file.write_text(self._fingerprint())

    def lift(self) -> None:
        """Before the step is begun: cut short, it is not done."""
        self.file.unlink(missing_ok=True)

    def _fingerprint(self) -> str:
        """Of every file of the package, by name, size and time: 5 ms where asking Django takes a second."""
        digest = hashlib.sha256(self.about.encode())
        for path in sorted(PACKAGE.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                facts = path.stat()
                digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
        return digest.hexdigest()


def prepared(found: Deployment) -> Stamp:
    """Migrated, and a demo home filled. Lies beside the database it speaks of, or names it."""
    if found.postgres:
        return Stamp(found.postgres.root / "prepared.stamp", about=found.mode)
    return Stamp(found.home / "prepared.stamp", about=f"{found.mode} {os.environ['DATABASE_URL']}")
