"""Where Doorstep lives and what it is told: the home folder, the database, the environment that the settings read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from doorstep.kit import urls
from doorstep.runtime import secret_key
from doorstep.runtime.home import lived_in
from doorstep.runtime.local_postgres import LocalPostgres
from doorstep.runtime.obstacle import Obstacle

MODES = ("demo", "production", "development")
DEFAULT_PORT = 8000


@dataclass(frozen=True)
class Deployment:
    home: Path
    mode: str
    postgres: LocalPostgres | None
    """The embedded server, held while this deployment is; None with a DATABASE_URL of one's own."""

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"


@contextmanager
def deployment(home: Path, *, serves: bool = True) -> Iterator[Deployment]:
    """Holds the ground and sets Django up on it. Import models inside."""
    with ground(home, serves=serves) as found:
        import django  # after the environment is set, and only by commands that need it

        django.setup()
        yield found


@contextmanager
def migrated(home: Path) -> Iterator[Deployment]:
    """For commands that read and write rows: the database is there, and at the version of this code."""
    with deployment(home) as found:
        from doorstep.runtime import reachable, schema  # the driver is slow to import

        reachable.refuse_unreachable()
        schema.refuse_unlike(schema.of_database())
        yield found


@contextmanager
def ground(home: Path, *, serves: bool = True) -> Iterator[Deployment]:
    """Home, database and environment, without Django. Refuses a server that was not told what it must know.

    A command that serves nobody, neither with a page nor with a mail, need not know the address.
    """
    home = home.resolve()
    _make(home)
    with lived_in(home), _ground(home, serves=serves) as found:
        yield found


@contextmanager
def _ground(home: Path, *, serves: bool) -> Iterator[Deployment]:
    is_own_database = "DATABASE_URL" in os.environ
    mode = _mode(is_own_database)
    if key := os.environ.get("SECRET_KEY"):
        secret_key.refuse_guessable(key)
    if mode == "production" and serves:
        _require("BASE_URL", "the address that people type, such as https://desk.example.org")
    if is_own_database:
        _require("DATABASE_URL", "where its PostgreSQL is, such as postgresql://user:password@host/name")
        _require("SECRET_KEY", "50 or more random characters, the same on every machine")
        refuse_unreadable("DATABASE_URL", os.environ["DATABASE_URL"])
        yield _told(Deployment(home, mode, None))
        return
    with LocalPostgres(home / "postgres") as postgres:
        try:
            yield _told(Deployment(home, mode, postgres))
        finally:
            os.environ.pop("DATABASE_URL", None)


def _mode(is_own_database: bool) -> str:
    mode = os.environ.get("DOORSTEP_MODE") or ("production" if is_own_database else "demo")
    if mode not in MODES:
        raise Obstacle(f"DOORSTEP_MODE is {mode!r}. It can be {', '.join(MODES)}.")
    return mode


def refuse_unreadable(name: str, url: str) -> None:
    """Before a driver sees it: those repeat what they take for the host, the beginning of a password perhaps."""
    try:
        urls.split(name, url, schemes=urls.POSTGRESQL, shape=urls.SHAPE_OF_DATABASE)
    except urls.UnreadableUrl as fault:
        raise Obstacle(str(fault)) from None


def _make(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise Obstacle(f"{home} is a file, not a folder. Choose another --home.") from None
    except OSError as fault:
        raise Obstacle(f"The folder {home} cannot be made: {fault.strerror}. Choose another --home.") from None


def _require(name: str, meaning: str) -> None:
    if not os.environ.get(name):
        raise Obstacle(f"{name} is not set. A server needs it: {meaning}.")


def _told(found: Deployment) -> Deployment:
    port = os.environ.get("PORT") or DEFAULT_PORT
    if found.postgres:
        os.environ["DATABASE_URL"] = found.postgres.url()
    os.environ["DOORSTEP_HOME"] = str(found.home)
    os.environ["DOORSTEP_MODE"] = found.mode
    os.environ["DJANGO_SETTINGS_MODULE"] = "doorstep.config.settings"
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = secret_key.kept_at(found.home / "secret.key")
    os.environ.setdefault("BASE_URL", f"http://localhost:{port}")
    return found
