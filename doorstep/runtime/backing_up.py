"""What belongs in a backup, and whether all of it is there."""

import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from doorstep import __version__
from doorstep.runtime import archive, stored_files
from doorstep.runtime.archive import Manifest, Part
from doorstep.runtime.dump import Connection, dumped, snapshot
from doorstep.runtime.obstacle import Obstacle


@dataclass
class Backup:
    url: str
    """Of a role that may read every row."""
    home: Path
    files_elsewhere: bool
    packed: set[str] = field(default_factory=set)
    """The names of stored files."""

    def written(self) -> Generator[bytes]:
        """Raises Obstacle before the first byte where a file is missing, and before the last if it went meanwhile."""
        with snapshot(self.url) as (connection, moment):
            names = set() if self.files_elsewhere else stored_files.named(connection)
            self._refuse_missing(names)
            yield from archive.written(self._manifest(connection), self._parts(names, moment))

    def _manifest(self, connection: Connection) -> Manifest:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return Manifest(__version__, now, _migrations(connection), self.files_elsewhere)

    def _parts(self, names: set[str], moment: str) -> Iterator[Part]:
        yield archive.part_of_bytes(archive.KEY, os.environ["SECRET_KEY"].encode())
        for number, piece in enumerate(dumped(self.url, of=moment)):
            yield archive.part_of_bytes(f"{archive.DATABASE}/{number:07}", piece)
        yield from self._files()
        yield archive.part_of_json(archive.REMOVED, sorted(self._removed_meanwhile(names)))

    def _files(self) -> Iterator[Part]:
        folder = self.home / archive.FILES
        for file in sorted(folder.rglob("*")):
            if not file.is_file() or file.is_symlink():
                continue
            try:
                opened = file.open("rb")
            except FileNotFoundError:  # removed since it was listed
                continue
            with opened:
                name = str(file.relative_to(folder))
                yield archive.part_of_file(f"{archive.FILES}/{name}", opened)
                self.packed.add(name)

    def _removed_meanwhile(self, names: set[str]) -> set[str]:
        """Along with their rows: what a row still names should be there."""
        gone = names - self.packed
        if gone:
            with psycopg.connect(self.url) as connection:
                self._refuse_missing(gone & stored_files.named(connection))
        return gone

    def _refuse_missing(self, names: set[str]) -> None:
        stored_files.refuse_missing(names, self.home / archive.FILES)


def _migrations(connection: Connection) -> list[str]:
    row = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    if row is None or row[0] is None:
        raise Obstacle("The database holds nothing of Doorstep. Check DATABASE_URL, or run: doorstep migrate")
    return [str(name) for (name,) in connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")]
