"""Where Doorstep lives and what it is told: the home folder, the database, the environment that the settings read."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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
def deployment(home: Path) -> Iterator[Deployment]:
    """Holds the ground and sets Django up on it. Import models inside."""
    with ground(home) as found:
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
def ground(home: Path) -> Iterator[Deployment]:
    """Home, database and environment, without Django. Refuses a server that was not told what it must know."""
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    is_own_database = "DATABASE_URL" in os.environ
    mode = _mode(is_own_database)
    if mode == "production":
        _require("BASE_URL", "the address that people type, such as https://desk.example.org")
    if is_own_database:
        _require("SECRET_KEY", "50 or more random characters, the same on every machine")
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
    os.environ.setdefault("SECRET_KEY", _secret_key(found.home / "secret.key"))
    os.environ.setdefault("BASE_URL", f"http://localhost:{port}")
    return found


def _secret_key(file: Path) -> str:
    """Made once: whoever is first writes it, everyone reads the same."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text().strip()
