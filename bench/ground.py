"""The ground that everything is measured on: a home of its own, with its own database, gone at the end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from doorstep.runtime.deployment import Deployment, deployment
from doorstep.runtime.local_postgres import SUPERUSER

HOST = "127.0.0.1"
PORT = 8391
PROJECT = Path(__file__).parents[1]
Connection = psycopg.Connection[tuple[object, ...]]


@contextmanager
def ground(home: Path | None) -> Iterator[Deployment]:
    """`home` is kept and used again, with what it holds; without one, everything is made anew and taken away."""
    os.environ |= {"DOORSTEP_MODE": "production", "BASE_URL": f"http://{HOST}:{PORT}"}
    for name in ("DATABASE_URL", "EMAIL_URL", "STORAGE_URL"):
        os.environ.pop(name, None)
    folder = home or Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    try:
        with deployment(folder) as found:
            from doorstep.runtime.preparation import prepare

            prepare(found, with_demo=False)
            yield found
    finally:
        if home is None:
            shutil.rmtree(folder)


def above_the_walls(found: Deployment) -> Connection:
    """The database's administrator, whom row-level security does not bind: for filling, and for bare work."""
    if found.postgres is None:
        raise TypeError("the bench has its own database")
    return psycopg.connect(found.postgres.url(role=SUPERUSER), autocommit=True)
