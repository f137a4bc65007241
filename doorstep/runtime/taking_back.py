"""A backup becomes a home again, or the database of a server and a home beside it.

What was there before stays as it was until the new one has been made, opened by this code, migrated and checked.
"""

import shutil
from pathlib import Path
from typing import cast

import psycopg

from doorstep.runtime import dump, restoring, stored_files
from doorstep.runtime.archive import Reading
from doorstep.runtime.deployment import Deployment, deployment
from doorstep.runtime.home import FILES, KEY, POSTGRES
from doorstep.runtime.local_postgres import SUPERUSER, LocalPostgres
from doorstep.runtime.obstacle import Obstacle

DUMP = "database.dump"


def into_home(backup: Reading, home: Path) -> None:
    """With a new embedded server of its own: the former one need not even start."""
    _refuse_immovable(home)
    with restoring.begun(home) as new:
        dumped = _unpack(backup, new)
        with deployment(new, serves=False) as found:
            superuser = cast(LocalPostgres, found.postgres).url(role=SUPERUSER)
            dump.load(superuser, dumped)
            dumped.unlink()
            _migrate(found)
            _check(backup, superuser, new / FILES)
        if LocalPostgres(home / POSTGRES).is_held:
            raise Obstacle(f"Doorstep is running on {home}. Stop it first.")
        restoring.put_in_place(home)


def into_server(backup: Reading, home: Path, url: str, *, forced: bool) -> None:
    """The database changes in one transaction; its files are there before, and those of the former one go at night."""
    if not forced and not dump.is_empty(url):
        raise Obstacle("The database is not empty. Restore into an empty one, or add --force to replace what is there.")
    with restoring.begun(home) as new:
        dumped = _unpack(backup, new)
        changed = _add_files(new / FILES, home / FILES)
        dump.load(url, dumped)
        for file in changed:
            file.replace(home / FILES / file.relative_to(new / FILES))
        _keep_key(new / KEY, home / KEY)
    (home / "prepared.stamp").unlink(missing_ok=True)


def _unpack(backup: Reading, new: Path) -> Path:
    (new / FILES).mkdir()
    (new / KEY).touch(mode=0o600)
    (new / KEY).write_bytes(backup.key)
    dumped = new / DUMP
    backup.unpack_into(new, dumped)
    return dumped


def _migrate(found: Deployment) -> None:
    from doorstep.runtime.preparation import prepare  # Django is set up by now

    prepare(found, with_demo=False)


def _check(backup: Reading, superuser: str, files: Path) -> None:
    if backup.manifest.files_elsewhere:
        return
    with psycopg.connect(superuser) as connection:
        named = stored_files.named(connection) - set(backup.removed)
    stored_files.refuse_missing(named, files)


def _add_files(new: Path, present: Path) -> list[Path]:
    """Moves those that are not there yet; answers those whose place is taken by another content."""
    taken = []
    for file in sorted(path for path in new.rglob("*") if path.is_file()):
        place = present / file.relative_to(new)
        if place.exists():
            taken.append(file)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, place)
    return taken


def _keep_key(new: Path, present: Path) -> None:
    """For the person to tell the servers. An embedded home beside which this database lies still needs its own."""
    if present.exists() and present.read_bytes() != new.read_bytes():
        present.rename(present.with_suffix(".key.former"))
    new.replace(present)


def _refuse_immovable(home: Path) -> None:
    for place in (home / name for name in restoring.PARTS):
        if place.is_symlink() or place.is_mount():
            raise Obstacle(f"{place} is on a disk of its own and cannot be replaced. Restore into an empty home.")
