"""The web server: a granian master and the workers it forks."""

import asyncio
import os
import resource
import socket
import stat
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import cast
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.urls import get_callable, get_resolver
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from doorstep.config.environment import THREADS
from doorstep.runtime import patience
from doorstep.runtime.address import Address
from doorstep.runtime.deployment import Deployment
from doorstep.runtime.family import follow
from doorstep.runtime.freshness import Stamp
from doorstep.runtime.gateway import Gateway

APPLICATION = "doorstep.config.wsgi"
CONNECTIONS = 4_096  # to one worker at once: a silent one costs some kilobytes
ERRORS = (400, 403, 404, 500)
FILES = 4 * CONNECTIONS  # that a process may have open


def serve(address: Address, *, workers: int, application: str = APPLICATION) -> None:
    """Answers requests until it is asked to stop. `application` is the module that holds it."""
    server = Granian(
        application,
        address=address.host,
        port=address.port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=int(patience.HEAD * 1_000)),
        workers=workers,
        backpressure=CONNECTIONS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=patience.FAREWELL,
    )
    _make_room()
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
    for name in ("ROOT_URLCONF", "URLCONF_WITHOUT_BUSINESS"):
        if urls := getattr(settings, name, ""):  # an application of the bench has one of them
            _import_views(urls)
    get_callable(settings.CSRF_FAILURE_VIEW)
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()


def _import_views(urls: str) -> None:
    """The pages of errors too: Django looks for them with the first error, and by then newer code may lie there."""
    resolver = get_resolver(urls)
    resolver.url_patterns  # noqa: B018 - imports every view
    for status in ERRORS:
        resolver.resolve_error_handler(status)


def _make_room() -> None:
    """Each connection is an open file, and many systems grant a thousand until they are asked."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _application(module: str, master: int) -> Gateway:
    """In a worker: it must not go on answering for a master that was killed."""
    follow(master)
    asyncio.get_event_loop().call_soon(_hang_up_on_who_takes_nothing)  # when granian listens, which is soon
    return Gateway(cast(WSGIApplication, import_module(module).application), threads=THREADS)


def _hang_up_on_who_takes_nothing() -> None:
    """The kernel does it, where it is Linux; a connection inherits the limit from the socket that accepted it."""
    if not hasattr(socket, "TCP_USER_TIMEOUT"):
        return
    for number in [int(name) for name in os.listdir("/proc/self/fd")]:  # noqa: PTH208 - the names are numbers
        listening = _listening(number)
        if listening is not None:
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(patience.UNREAD * 1_000))
            listening.close()


def _listening(number: int) -> socket.socket | None:
    try:
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            return None
        found = socket.socket(fileno=os.dup(number))
    except OSError:  # closed meanwhile
        return None
    if found.family in (socket.AF_INET, socket.AF_INET6) and found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        return found
    found.close()
    return None
