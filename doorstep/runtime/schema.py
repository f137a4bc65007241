"""Which migrations a database has, against those of this code: older, the same, or newer. Asked without Django.

Old code on a newer schema would start, and fail at its first write; so whatever starts refuses instead. What runs
already goes on: an upgrade migrates first and replaces the processes after.
"""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from doorstep import __version__
from doorstep.runtime.obstacle import Obstacle

PACKAGE = Path(__file__).resolve().parent.parent
QUEUE = "procrastinate"  # the one app of others that brings migrations
RECORD = "django_migrations"
HOW_TO_GO_BACK = "or restore a backup that this version made into an empty database"


@dataclass(frozen=True)
class Schema:
    """Of a database, or of the backup of one."""

    applied: Collection[str]
    """Migrations as `app.name`."""
    version: str
    """Of the Doorstep that migrated it last; '' when it was not written down."""


def known() -> list[str]:
    """The migrations of this code, each app's in their order."""
    return [f"{app}.{file.stem}" for app, folder in _folders() for file in sorted(folder.glob("[0-9]*.py"))]


def beyond(applied: Collection[str]) -> list[str]:
    """Those after the last that this code knows in their app; what was squashed away since is not meant."""
    newest = {name.partition(".")[0]: name for name in known()}
    return sorted(name for name in applied if name > newest.get(name.partition(".")[0], ""))


def waiting(applied: Collection[str]) -> list[str]:
    return [name for name in known() if name not in applied]


def refuse_newer(schema: Schema, *, what: str = "The database") -> None:
    """`what` begins the sentence: a backup is refused as a database is."""
    if unknown := beyond(schema.applied):
        is_named = schema.version not in ("", __version__)
        by = f"Doorstep {schema.version}" if is_named else "a newer Doorstep"
        wanted = f"{by} or a later one" if is_named else "the newest Doorstep"
        raise Obstacle(
            f"{what} was made by {by}: it has {unknown[-1]}, which this Doorstep {__version__} does not know."
            f" Use {wanted}, {HOW_TO_GO_BACK}."
        )


def refuse_unlike(schema: Schema) -> None:
    refuse_newer(schema)
    if not schema.applied:
        raise Obstacle(f"The database is empty. Doorstep {__version__} fills it with: doorstep migrate")
    if steps := waiting(schema.applied):
        by = f"Doorstep {schema.version}" if schema.version else "an older Doorstep"
        raise Obstacle(
            f"The database is as {by} left it, and this is Doorstep {__version__}: {len(steps)} migrations wait, first"
            f" {steps[0]}. Run: doorstep migrate"
        )


def of_database(url: str = "") -> Schema:
    """Of the one in DATABASE_URL, if no other is named."""
    with psycopg.connect(url or os.environ["DATABASE_URL"], connect_timeout=5) as connection:
        found = connection.execute(
            "SELECT to_regclass(%s), obj_description(to_regclass(%s), 'pg_class')", [RECORD, RECORD]
        ).fetchone()
        if found is None or found[0] is None:
            return Schema(frozenset(), "")
        rows = connection.execute(sql.SQL("SELECT app || '.' || name FROM {}").format(sql.Identifier(RECORD)))
        return Schema(frozenset(name for (name,) in rows), str(found[1] or "").removeprefix("Doorstep "))


def write_version_down() -> None:
    """As a comment on the table of migrations, where a dump takes it along. After a migration, by its role."""
    with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5, autocommit=True) as connection:
        comment = sql.SQL("COMMENT ON TABLE {} IS {}")
        connection.execute(comment.format(sql.Identifier(RECORD), sql.Literal(f"Doorstep {__version__}")))


def _folders() -> Iterator[tuple[str, Path]]:
    for folder in sorted(PACKAGE.glob("*/migrations")):
        yield folder.parent.name, folder
    found = find_spec(f"{QUEUE}.contrib.django")
    if found is not None and found.origin is not None:
        yield QUEUE, Path(found.origin).parent / "migrations"
