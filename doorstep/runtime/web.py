"""The web server: a granian master and the workers it forks."""

import os
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from doorstep.runtime.address import Address
from doorstep.runtime.deployment import Deployment
from doorstep.runtime.family import follow
from doorstep.runtime.freshness import Stamp

APPLICATION = "doorstep.config.wsgi"
Application = Callable[[dict[str, object], Callable[..., object]], Iterable[bytes]]


def serve(address: Address, *, workers: int, application: str = APPLICATION) -> None:
    """Answers requests until it is asked to stop. `application` is the module that holds it."""
    server = Granian(
        application,
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    _load_once(application)
    server.serve(target_loader=partial(_application, application, os.getpid()), wrap_loader=False)


def collect_static(found: Deployment) -> None:
    """Gathers, names by content and compresses the static files, once for each version of the code."""
    stamp = Stamp(found.home / "static.stamp")
    if not stamp.is_fresh:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.press()


def _load_once(application: str) -> None:
    """In the master, so that the workers start at once and share its memory; a connection cannot be shared."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    import_module(application)
    get_resolver().url_patterns  # noqa: B018 - imports every view
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()


def _application(module: str, master: int) -> Application:
    """In a worker: it must not go on answering for a master that was killed."""
    follow(master)
    return cast(Application, import_module(module).application)
