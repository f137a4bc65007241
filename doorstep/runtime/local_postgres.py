"""A PostgreSQL of one's own, in a folder, for a laptop, a small server and the tests.

Whoever needs it holds a shared lock on `users.lock`, which the kernel gives back however the holder ends. The first
holder starts the server, the last one stops it, and a keeper (keeper.py) stops it when the last one was killed.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import socket
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import quote

from doorstep.runtime import server_log
from doorstep.runtime.binaries import run_server_program, server_account
from doorstep.runtime.memory import memory, shares_of
from doorstep.runtime.obstacle import Obstacle

SUPERUSER = "postgres"
ROLE = DATABASE = "doorstep"
PORT = 5432  # a name for the socket file; nothing listens on TCP
LONGEST_SOCKET = 100  # the kernel allows 108 bytes, macOS 104
CURRENT_FOLDER = Path("/proc/self/cwd")

SETTINGS = {
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "1GB",
    "max_connections": "60",
    "random_page_cost": "1.1",
    "jit": "off",
    **server_log.SETTINGS,
}


class LocalPostgres:
    def __init__(
        self, root: Path, *, settings: Mapping[str, str] | None = None, may_create_databases: bool = False
    ) -> None:
        """`may_create_databases` is for the tests, whose databases are made and dropped by the application's role."""
        self.root = root.resolve()
        self.data = self.root / "data"
        self.sockets = self.root / "run"
        self.log = self.root / "log"
        self.settings = {**SETTINGS, **shares_of(memory()), **(settings or {})}
        self.may_create_databases = may_create_databases
        self._held: int | None = None

    def url(self, *, role: str = ROLE, database: str = DATABASE) -> str:
        host = quote(str(self._address()), safe="")
        return f"postgresql://{role}:{self.password(role)}@/{database}?host={host}&port={PORT}"

    def password(self, role: str) -> str:
        return (self.root / f"{role}.password").read_text().strip()

    @property
    def is_running(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self._address() / f".s.PGSQL.{PORT}"))
            except OSError:
                return False
            return True

    @property
    def is_held(self) -> bool:
        """By anyone at all. A keeper that is just stopping the server counts too."""
        file = self.root / "users.lock"
        if not file.exists():
            return False
        with file.open() as opened:
            return not locked(opened.fileno())

    def acquire(self) -> Self:
        """Holds the server, starting it when nobody else does. Waits while a last holder's server is stopping."""
        self._lay_out()
        with self._alone():
            self._held = os.open(self.root / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._held, fcntl.LOCK_SH)
            try:
                self._call_keeper()
                self._start()
            except BaseException:
                self._let_go()  # or whoever waits until nobody holds it would wait for us
                raise
        return self

    def release(self) -> None:
        """Lets go, and stops the server if nobody else holds it."""
        if self._held is None:
            return
        with self._alone():
            if locked(self._held):
                self.stop()
            self._let_go()

    def revive(self) -> None:
        """Starts the server again after it died under its holders."""
        with self._alone():
            self._start()

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-w", "-t", "60", "-m", "fast", "stop")
        if self._address() != self.sockets:
            self._address().unlink()

    def __enter__(self) -> Self:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def _let_go(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _lay_out(self) -> None:
        """Refuses a home that another user made: half of it would change hands."""
        account = server_account()
        owner = account.user if account else os.geteuid()
        for folder in (self.root, self.data, self.sockets):
            try:
                folder.mkdir(mode=0o700, parents=True)
                if account:
                    os.chown(folder, account.user, account.group)
            except FileExistsError:
                pass
            except PermissionError as error:
                raise Obstacle(f"Nothing can be written in {folder.parent}. Choose another --home.") from error
            if folder.stat().st_uid != owner:
                raise Obstacle(f"{folder} belongs to another user. Run as that user, or choose another --home.")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.root / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _call_keeper(self) -> None:
        """The keeper inherits its lock, so that there is one keeper a server at any moment."""
        lock = os.open(self.root / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o600)
        if locked(lock):
            subprocess.Popen(  # nosec B603
                [sys.executable, "-m", "doorstep.runtime.keeper", str(self.root), str(lock)],
                pass_fds=[lock],
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        os.close(lock)

    def _start(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not self.is_running:
            self._forget_a_dead_server()
            server_log.keep_short(self.log)
            self._run("pg_ctl", "-w", "-t", "60", "-l", "../log", "-o", self._options(), "start")
        if not (self.root / f"{ROLE}.password").exists():
            self._furnish()

    def _initialise(self) -> None:
        shutil.rmtree(self.data)  # a half-made one
        (self.root / f"{ROLE}.password").unlink(missing_ok=True)
        self._write_password(SUPERUSER, secrets.token_urlsafe(24))
        self._lay_out()
        locale = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        access = ("-U", SUPERUSER, "--auth=scram-sha-256", f"--pwfile=../{SUPERUSER}.password")
        haste = ("--no-sync",) if self.settings.get("fsync") == "off" else ()
        self._run("initdb", *locale, *access, *haste)

    def _furnish(self) -> None:
        """Makes the roles and the database. The password file comes last: it says that all the rest is there."""
        from doorstep.runtime.roles import create_roles  # the driver is slow to import and needed here only

        password = secrets.token_urlsafe(24)
        create_roles(
            lambda database: self.url(role=SUPERUSER, database=database),
            password=password,
            may_create_databases=self.may_create_databases,
        )
        self._write_password(ROLE, password)

    def _write_password(self, role: str, password: str) -> None:
        file = self.root / f"{role}.password"
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(password)
        account = server_account()
        if account:
            os.chown(file, account.user, account.group)

    def _run(self, program: str, *arguments: str) -> None:
        """The server always stands in its data folder and names it as its current one where it can: so it works in a
        home whose parents `nobody` may not enter, and no parent's mode is touched."""
        folder = CURRENT_FOLDER if server_account() and CURRENT_FOLDER.exists() else self.data
        run_server_program(program, "-D", str(folder), *arguments, folder=self.data)

    def _options(self) -> str:
        fixed = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": "../run",
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        return " ".join(f"-c {name}='{value}'" for name, value in {**self.settings, **fixed}.items())

    def _forget_a_dead_server(self) -> None:
        """After a crash or a reboot the pid file may name a process that has nothing to do with us."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists() or not Path("/proc/self").exists():
            return
        pid = pid_file.read_text().split("\n")[0]
        if _program_of(pid) != "postgres":
            pid_file.unlink()
            (self.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _address(self) -> Path:
        """The socket folder; by a short link when its own path is too long for a socket's name."""
        if len(os.fsencode(self.sockets / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
            return self.sockets
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        link = Path(tempfile.gettempdir()) / f"doorstep-{os.geteuid()}-{digest}"
        if not link.is_symlink():
            link.symlink_to(self.sockets)
        if link.lstat().st_uid != os.geteuid() or link.readlink() != self.sockets:
            raise Obstacle(f"{link} is not ours. Remove it, or choose a --home with a shorter path.")
        return link


def locked(descriptor: int) -> bool:
    """Takes the lock for oneself alone if nobody else has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _program_of(pid: str) -> str | None:
    """None when there is no such process or only its shell is left."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return None if state in "ZX" else Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return None
