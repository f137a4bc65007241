"""A backup: one tar file with the database, the files, the secret key, and a manifest with everyone's checksum."""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from doorstep import __version__
from doorstep.runtime.obstacle import Obstacle

MANIFEST, DUMP, FILES, KEY = "manifest.json", "database.dump", "files", "secret.key"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    version: str
    made_at: str
    checksums: dict[str, str]
    """SHA-256 by name in the archive."""


def pack(dumped: Path, home: Path, into: Path) -> Manifest:
    """`into` is there whole or not at all, and only its owner may read it: it holds everything."""
    unfinished = into.with_name(f"{into.name}.part")
    unfinished.touch(mode=0o600)
    checksums: dict[str, str] = {}
    with tarfile.open(unfinished, "w") as archive:
        for name, file in _contents(dumped, home):
            try:
                checksums[name] = _add(archive, name, file)
            except FileNotFoundError:  # removed since it was listed
                continue
        manifest = Manifest(__version__, datetime.now(UTC).isoformat(timespec="seconds"), checksums)
        _add_manifest(archive, manifest)
    unfinished.replace(into)
    return manifest


def verify(file: Path) -> Manifest:
    """Reads all of it; raises Obstacle unless every part is there and unchanged."""
    found: dict[str, str] = {}
    manifest = None
    try:
        with tarfile.open(file) as archive:
            for member in archive:
                opened = archive.extractfile(member)
                if opened is None:
                    raise Obstacle(f"{file} is not a backup of ours: {member.name} in it is no plain file.")
                if member.name == MANIFEST:
                    manifest = Manifest(**json.load(opened))
                else:
                    found[member.name] = _sum_of(opened)
    except (OSError, tarfile.TarError, ValueError, TypeError) as error:
        raise Obstacle(f"{file} cannot be read as a backup: {error}") from error
    if manifest is None or found != manifest.checksums:
        raise Obstacle(f"{file} is damaged: {_difference(found, manifest)}. Nothing was restored.")
    return manifest


def unpack(file: Path, into: Path) -> None:
    """After `verify`."""
    with tarfile.open(file) as archive:
        # the filter refuses paths that leave the folder
        archive.extractall(into, filter="data")


def put_back(unpacked: Path, home: Path) -> None:
    """The files and the key take the place of those at home."""
    (home / KEY).unlink(missing_ok=True)
    if (unpacked / KEY).exists():
        shutil.copy2(unpacked / KEY, home / KEY)
        (home / KEY).chmod(0o600)
    if (home / FILES).exists():
        shutil.rmtree(home / FILES)
    if (unpacked / FILES).exists():
        shutil.move(unpacked / FILES, home / FILES)


def _contents(dumped: Path, home: Path) -> Iterator[tuple[str, Path]]:
    yield DUMP, dumped
    if (home / KEY).exists():
        yield KEY, home / KEY
    for file in sorted((home / FILES).rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield f"{FILES}/{file.relative_to(home / FILES)}", file


def _add(archive: tarfile.TarFile, name: str, file: Path) -> str:
    """Answers the checksum of what was written, even if the file grows meanwhile."""
    with file.open("rb") as opened:
        member = archive.gettarinfo(arcname=name, fileobj=opened)
        read = _Summed(opened)
        archive.addfile(member, cast(IO[bytes], read))
    return read.digest.hexdigest()


def _add_manifest(archive: tarfile.TarFile, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), indent=1).encode()
    member = tarfile.TarInfo(MANIFEST)
    member.size = len(text)
    archive.addfile(member, io.BytesIO(text))


def _sum_of(opened: IO[bytes]) -> str:
    read = _Summed(opened)
    while read.read(CHUNK):
        pass
    return read.digest.hexdigest()


class _Summed:
    """Sums what passes through it."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.source.read(size)
        self.digest.update(chunk)
        return chunk


def _difference(found: dict[str, str], manifest: Manifest | None) -> str:
    if manifest is None:
        return "its manifest is missing"
    odd = sorted(name for name in {*found, *manifest.checksums} if found.get(name) != manifest.checksums.get(name))
    return f"{odd[0]} and {len(odd) - 1} others do not match" if len(odd) > 1 else f"{odd[0]} does not match"
