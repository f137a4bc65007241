"""What the outside tells us, read once. Settings come from the environment; secrets have no defaults."""

import os
from collections.abc import Collection
from pathlib import Path
from typing import NotRequired, TypedDict
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from doorstep.kit import urls
from doorstep.kit.urls import POSTGRESQL, SHAPE_OF_DATABASE

SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
THREADS = 8  # that answer requests, in each process of the web; each may hold a connection to the database


class Database(TypedDict):
    ENGINE: str
    NAME: str
    USER: str
    PASSWORD: str
    HOST: str
    PORT: str
    CONN_MAX_AGE: int
    OPTIONS: dict[str, object]


class Mailbox(TypedDict):
    EMAIL_HOST: str
    EMAIL_PORT: int
    EMAIL_HOST_USER: str
    EMAIL_HOST_PASSWORD: str
    EMAIL_USE_TLS: bool
    EMAIL_USE_SSL: bool
    sender: NotRequired[str]


def required(name: str) -> str:
    """The variable's value; refuses to start without it."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Start Doorstep with the `doorstep` command, or set {name}.")
    return value


def web_address(name: str) -> str:
    """Where people find this server, without a slash at its end."""
    url = required(name)
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
        _ = parts.port
    except ValueError:
        is_whole = False
    if not is_whole:
        raise ImproperlyConfigured(f"{name} is no address that people could type, such as https://desk.example.org.")
    return url.rstrip("/")


def folder(name: str, default: str) -> Path:
    return Path(os.environ.get(name) or default).resolve()


def _split(name: str, url: str, schemes: Collection[str], shape: str) -> SplitResult:
    try:
        return urls.split(name, url, schemes=schemes, shape=shape)
    except urls.UnreadableUrl as fault:
        raise ImproperlyConfigured(str(fault)) from None


def database(url: str) -> Database:
    """`postgresql://user:password@host:port/name`; a socket folder goes in `?host=/folder`."""
    parts = _split("DATABASE_URL", url, POSTGRESQL, SHAPE_OF_DATABASE)
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(f"DATABASE_URL names no database. It looks like {SHAPE_OF_DATABASE}.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", "") or unquote(parts.hostname or "")
    # A page waits this long for a database that is away, and a pool tries this long to reach it: were it to try for
    # longer, its pauses would grow, and the web would answer long after the database is back.
    pool = {"min_size": 1, "max_size": THREADS, "timeout": 5, "reconnect_timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": query.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": pool, "connect_timeout": 5, **query},
    }


def mailbox(url: str) -> Mailbox:
    """`smtp://user:password@host:port` (STARTTLS with `smtp+tls://`, TLS from the start with `smtps://`)."""
    parts = _split("EMAIL_URL", url, SMTP_PORTS, "smtp+tls://user:password@host:port")
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or SMTP_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def storage(url: str, files: Path) -> dict[str, object]:
    """`s3://key:secret@bucket?endpoint=https://…&region=…`, or nothing for the home's own folder."""
    if not url:
        return {"BACKEND": "doorstep.kit.whole_files.WholeFiles", "OPTIONS": {"location": files}}
    parts = _split("STORAGE_URL", url, ("s3",), "s3://key:secret@bucket?endpoint=…&region=…")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    options: dict[str, object] = {
        "bucket_name": parts.hostname,
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "endpoint_url": query.get("endpoint"),
        "region_name": query.get("region"),
        "signature_version": "s3v4",
        "file_overwrite": False,
        "default_acl": None,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
