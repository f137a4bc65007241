"""A house of which every part can be killed: PostgreSQL, web and worker, processes of their own, as on a server."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.contrib.auth.hashers import Argon2PasswordHasher

from doorstep.runtime.local_postgres import SUPERUSER, LocalPostgres
from doorstep.runtime.obstacle import Obstacle
from tests import migrated
from tests.faults.visitor import Visitor
from tests.ports import free_port
from tests.runtime.processes import command, environment, eventually, run
from tests.smtp import Letterbox

ANN = "ann@fennmoor.example"
HOST = "fennmoor.localhost"
PASSWORD = "a short sentence is good"
Row = tuple[object, ...]


class House:
    """Fennmoor alone: an admin who is signed in, a key for machines, the words of the brokerage pack."""

    def __init__(self, home: Path, letters: Letterbox, smtp_port: int) -> None:
        self.home, self.letters = migrated.home(home), letters
        self.postgres = LocalPostgres(home / "postgres").acquire()
        self.port = free_port()
        self.base = f"http://{HOST}:{self.port}"
        self.told = {
            "DATABASE_URL": self.postgres.url(),
            "SECRET_KEY": "of-a-house-that-is-killed-" + "x" * 30,
            "BASE_URL": f"http://localhost:{self.port}",
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.key = self._found()

    def _found(self) -> str:
        ann = ("--admin", ANN, "--admin-name", "Ann Reyes")
        key = ("apikey", HOST, "--scope", "leads:read", "--scope", "leads:write", "--per-minute", "100000")
        for words in (("business", "Fennmoor", "--host", HOST, "--pack", "brokerage", *ann), key):
            done = run(*words, home=self.home, **self.told)
            assert done.returncode == 0, done.stderr
        hashed = Argon2PasswordHasher().encode(PASSWORD, "salt-of-a-test")
        self.ask("UPDATE accounts_user SET password = %s", hashed)
        return done.stdout.strip()

    # processes

    def start(self, *names: str) -> None:
        """`web`, `worker`; the web is waited for."""
        self.launch(*names)
        if "web" in names:
            assert eventually(lambda: self.visitor().get("/desk/sign-in/").is_yes), self.said("web")

    def launch(self, *names: str) -> None:
        words = {"web": ("serve", "--port", str(self.port)), "worker": ("worker",)}
        for name in names:
            with (self.home / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    command(*words[name]),
                    env=environment(self.home, **self.told, DOORSTEP_PARENT=str(os.getpid())),
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def kill(self, name: str) -> None:
        """kill -9: the process, and those it forked."""
        if name == "database":
            self._kill_database()
            return
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def start_again(self, name: str) -> float:
        """The moment from which the wait for it counts: a database's return, a process's start."""
        started = time.monotonic()
        if name != "database":
            self.start(name)
            return started
        assert eventually(self._is_revived)
        return time.monotonic()

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        self.postgres.release()

    def said(self, name: str) -> str:
        return (self.home / f"{name}.log").read_text()[-4_000:]

    def _kill_database(self) -> None:
        os.kill(int((self.postgres.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        assert eventually(lambda: not self.postgres.is_running)

    def _is_revived(self) -> bool:
        """The killed server's last processes may hold its memory for a moment."""
        try:
            self.postgres.revive()
        except Obstacle:
            return False
        return True

    # what is in the database, seen past every wall

    def ask(self, query: str, *parameters: object) -> list[Row]:
        with self.connected() as connection:
            cursor = connection.execute(query.encode(), parameters or None)
            return cursor.fetchall() if cursor.description else []

    def connected(self) -> "psycopg.Connection[Row]":
        return psycopg.connect(self.postgres.url(role=SUPERUSER), autocommit=True)

    def one(self, query: str, *parameters: object) -> object:
        rows = self.ask(query, *parameters)
        assert len(rows) == 1, rows
        return rows[0][0]

    @contextmanager
    def held(self, *tables: str) -> Iterator["Turnstile"]:
        """Whoever writes to one of these tables stands still in the middle of a transaction, until this ends."""
        connection = psycopg.connect(self.postgres.url(role=SUPERUSER))
        try:
            turnstile = Turnstile(connection, tables)
            turnstile.shut()
            yield turnstile
        finally:
            connection.close()

    @contextmanager
    def row_held(self, table: str, pk: object) -> Iterator[None]:
        connection = psycopg.connect(self.postgres.url(role=SUPERUSER))
        try:
            connection.execute(f"SELECT FROM {table} WHERE id = %s FOR UPDATE".encode(), [pk])
            yield
        finally:
            connection.close()

    def stand_still(self, count: int = 1, *, saying: str = "", within: float = 20.0) -> bool:
        """Waits until that many of the application's transactions wait for a lock; `saying` is in their statement."""
        waiting = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND usename = 'doorstep' AND strpos(query, %s) > 0"
        )
        return eventually(lambda: int(str(self.one(waiting, saying))) >= count, within=within)

    # people

    def visitor(self, *, language: str = "en", place: str = "127.0.0.1") -> Visitor:
        return Visitor(f"http://127.0.0.1:{self.port}", language=language, place=place)

    def ann(self) -> Visitor:
        """Signs in; a test does it once, for the house counts how often that is tried."""
        visitor = self.visitor()
        assert visitor.post("/desk/sign-in/", email=ANN, password=PASSWORD).leads_to == "/desk/"
        return visitor

    def letters_to(self, address: str) -> list[str]:
        """The Message-ID of each copy that arrived."""
        return [str(letter["Message-ID"]).strip() for letter in self.letters.to(address)]


class Turnstile:
    def __init__(self, connection: "psycopg.Connection[Row]", tables: Sequence[str]) -> None:
        self.connection, self.tables = connection, tables

    def shut(self) -> None:
        for table in self.tables:
            self.connection.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE".encode())

    def let_one_pass(self) -> None:
        """Those who stand still finish their transactions; we queue behind them, and whoever comes next behind us."""
        self.connection.rollback()
        self.shut()


def seconds_until(holds: Callable[[], object], *, within: float, since: float | None = None) -> float:
    """How long it took, from now or from `since`; fails when it took longer than `within`."""
    began = time.monotonic() if since is None else since
    assert eventually(holds, within=within - (time.monotonic() - began)), f"not within {within} seconds"
    return time.monotonic() - began
