"""A backup: one tar file that is written and read from end to end, never held in memory nor on a disk in between.

manifest.json       what it is: version, moment, migrations
secret.key          the key that was in force
database/0000000    the dump, in pieces
files/…             every stored file
removed.json        files of the dump that were removed, with their rows, while it was written
checksums.json      SHA-256 of each part; without it the end is missing
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Self, cast

from doorstep.runtime.obstacle import Obstacle, about

MANIFEST, KEY, DATABASE, FILES = "manifest.json", "secret.key", "database", "files"
REMOVED, CHECKSUMS = "removed.json", "checksums.json"
FORMAT = 1
PIECE = 1 << 20


@dataclass(frozen=True)
class Manifest:
    version: str
    """Of the Doorstep that wrote it."""
    made_at: str
    migrations: list[str]
    """Those applied in the dumped database, as `app.name`."""
    files_elsewhere: bool
    """In a bucket, which is backed up by itself."""
    format: int = FORMAT


@dataclass(frozen=True)
class Part:
    name: str
    size: int
    content: Iterable[bytes]
    modified: int = 0


def part_of_bytes(name: str, content: bytes) -> Part:
    return Part(name, len(content), [content])


def part_of_json(name: str, told: object) -> Part:
    return part_of_bytes(name, json.dumps(told, indent=1).encode())


def part_of_file(name: str, file: BinaryIO) -> Part:
    """Of the size that it has now, even if it grows meanwhile."""
    facts = os.fstat(file.fileno())
    return Part(name, facts.st_size, _read(file, facts.st_size), int(facts.st_mtime))


@dataclass
class Checksums:
    of: dict[str, str] = field(default_factory=dict)
    """By name of the part."""

    def add(self, name: str, content: Iterable[bytes]) -> Iterator[bytes]:
        """Passes the content through."""
        digest = hashlib.sha256()
        for chunk in content:
            digest.update(chunk)
            yield chunk
        self.of[name] = digest.hexdigest()


def written(manifest: Manifest, parts: Iterable[Part]) -> Iterator[bytes]:
    checksums = Checksums()
    yield from _framed(part_of_json(MANIFEST, asdict(manifest)), checksums)
    for part in parts:
        yield from _framed(part, checksums)
    yield from _framed(part_of_json(CHECKSUMS, checksums.of), Checksums())
    yield bytes(2 * tarfile.BLOCKSIZE)


class Reading:
    """One pass through a backup. Raises Obstacle where it is none, or damaged."""

    def __init__(self, source: BinaryIO, name: Path) -> None:
        self.file = name
        self.checksums = Checksums()
        self.expected: dict[str, str] | None = None
        self.removed: list[str] = []
        try:
            self._archive = tarfile.open(fileobj=source, mode="r|")  # noqa: SIM115 - the source is its opener's
            self.parts = iter(self._archive)
            self.manifest = _manifest_in(self._next(MANIFEST))
            self.key = self._next(KEY)
        except (tarfile.TarError, ValueError, TypeError, LookupError) as error:
            raise Obstacle(f"{name} cannot be read as a backup: {error}.") from error

    def unpack_into(self, home: Path, dump: Path) -> None:
        """The files into the home, the database's pieces into one file. What is there may be trusted afterwards."""
        try:
            for member in self.parts:
                self._take(member, home, dump)
        except (tarfile.TarError, ValueError) as error:
            raise Obstacle(f"{self.file} is damaged: {error}. Nothing was restored.") from error
        self._compare()

    def _take(self, member: tarfile.TarInfo, home: Path, dump: Path) -> None:
        folder = PurePosixPath(member.name).parts[0]
        if not member.isfile() or ".." in PurePosixPath(member.name).parts:
            raise Obstacle(f"{self.file} is not a backup of ours: {member.name} in it is no plain file.")
        if member.name == CHECKSUMS:
            self.expected = json.loads(b"".join(self._content(member)))
        elif member.name == REMOVED:
            self.removed = json.loads(b"".join(self._content(member)))
        elif folder == DATABASE:
            _append(dump, self._content(member))
        elif folder == FILES:
            _append(home / member.name, self._content(member))
            os.utime(home / member.name, (member.mtime, member.mtime))
        else:
            raise Obstacle(f"{self.file} is not a backup of ours: it holds {member.name}.")

    def _content(self, member: tarfile.TarInfo) -> Iterator[bytes]:
        opened = cast(BinaryIO, self._archive.extractfile(member))
        return self.checksums.add(member.name, _read(opened, member.size))

    def _next(self, name: str) -> bytes:
        member = next(self.parts, None)
        if member is None or member.name != name or not member.isfile():
            raise LookupError(f"{name} is not where it should be")
        return b"".join(self._content(member))

    def _compare(self) -> None:
        if self.expected is None:
            raise Obstacle(f"{self.file} is damaged: its end is missing. Nothing was restored.")
        found = {name: digest for name, digest in self.checksums.of.items() if name != CHECKSUMS}
        odd = sorted(name for name in {*found, *self.expected} if found.get(name) != self.expected.get(name))
        if odd:
            others = f" (and {len(odd) - 1} more)" if odd[1:] else ""
            raise Obstacle(f"{self.file} is damaged: {odd[0]} does not match{others}. Nothing was restored.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()


def _framed(part: Part, checksums: Checksums) -> Iterator[bytes]:
    member = tarfile.TarInfo(part.name)
    member.size, member.mtime, member.mode = part.size, part.modified, 0o600
    yield member.tobuf()
    yield from checksums.add(part.name, part.content)
    yield bytes(-part.size % tarfile.BLOCKSIZE)


def _manifest_in(text: bytes) -> Manifest:
    told = json.loads(text)
    if told["format"] != FORMAT:
        raise ValueError(f"its format is {told['format']}, this Doorstep reads {FORMAT}")
    return Manifest(**told)


def _read(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size:
        chunk = file.read(min(size, PIECE))
        if not chunk:
            raise Obstacle(f"{getattr(file, 'name', 'A file')} became shorter while it was read. Try again.")
        size -= len(chunk)
        yield chunk


def _append(file: Path, content: Iterable[bytes]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with about(file), file.open("ab") as opened:
        for chunk in content:
            opened.write(chunk)
