"""What Doorstep was told, and what it stands on: settings, mail, files, disk, migrations. Needs Django."""

import shutil
import smtplib
from collections.abc import Callable, Iterator
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from doorstep.mail.bounces import webhook_secret
from doorstep.runtime import schema
from doorstep.runtime.checks import Finding, fix, ok, warn
from doorstep.runtime.deployment import Deployment
from doorstep.runtime.obstacle import Obstacle

SMTP_SECONDS, LOGIN_SECONDS = 5, 30
GIGABYTE = 2**30


def findings(found: Deployment, *, database_answers: bool) -> Iterator[Finding]:
    """What may pass on a laptop (no https, no mail server) must be mended on a server."""
    serious = fix if found.mode == "production" else warn
    if database_answers:
        yield migrations()
    yield base_url(serious)
    yield mode(found)
    yield mail(serious)
    if settings.EMAIL_URL:
        yield bounces()
    yield files()
    yield disk(found)


def migrations() -> Finding:
    try:
        schema.refuse_unlike(schema.of_database())
    except Obstacle as obstacle:
        return fix("migrations", obstacle.sentence)
    return ok("migrations", "The database is at the version of the code.")


def base_url(serious: Callable[[str, str], Finding]) -> Finding:
    if not settings.BASE_URL.startswith("https://"):
        return serious("address", f"BASE_URL is {settings.BASE_URL}: passwords would travel in the open. Use https://")
    return ok("address", f"Links begin with {settings.BASE_URL}.")


def mode(found: Deployment) -> Finding:
    if settings.DEBUG:
        return fix("mode", "DEBUG is on: errors show the inside to strangers. Turn it off.")
    if found.mode != "production":
        return warn("mode", f"This is {found.mode} mode. For real people set DOORSTEP_MODE=production.")
    return ok("mode", "Production.")


def mail(serious: Callable[[str, str], Finding]) -> Finding:
    if not settings.EMAIL_URL:
        return serious("mail", "EMAIL_URL is not set: mail is kept and shown at /dev/mail, nothing is sent.")
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        _greet_mail_server()
    except smtplib.SMTPAuthenticationError as error:
        return fix("mail", f"The mail server {where} refuses user or password ({error.smtp_code}). Check EMAIL_URL.")
    except UnicodeError:
        return fix("mail", f"{where}: user and password can only be of ASCII letters. Check EMAIL_URL.")
    except (OSError, smtplib.SMTPException) as error:
        return fix("mail", f"The mail server {where} does not answer as it should: {error}. Check EMAIL_URL.")
    return ok("mail", f"{where} answers{', and knows us' if settings.EMAIL_HOST_USER else ''}.")


def bounces() -> Finding:
    address = f"{settings.BASE_URL}/mail/bounces/{webhook_secret()}/"
    return ok("bounces", f"Let the mail server post what comes back to {address} (keep that address to yourself).")


def files() -> Finding:
    name = f"doctor-{uuid4().hex}.txt"
    try:
        default_storage.delete(default_storage.save(name, ContentFile(b"written by doorstep doctor")))
    except (OSError, ValueError, BotoCoreError, ClientError) as error:
        return fix("files", f"Files cannot be written: {error}. Check STORAGE_URL or the home's files folder.")
    return ok("files", "Can be written.")


def disk(found: Deployment) -> Finding:
    free = shutil.disk_usage(found.home).free / GIGABYTE
    if free < 0.5:
        return fix("disk", f"Only {free:.1f} GB are free under {found.home}. Make room now.")
    if free < 5:
        return warn("disk", f"{free:.1f} GB are free under {found.home}. Make room soon.")
    return ok("disk", f"{free:.0f} GB are free.")


def _greet_mail_server() -> None:
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=SMTP_SECONDS) as server:
        server.ehlo()
        if settings.EMAIL_USE_TLS:
            server.starttls()
            server.ehlo()
        if settings.EMAIL_HOST_USER and server.sock:
            server.sock.settimeout(LOGIN_SECONDS)  # many let a wrong password wait
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
