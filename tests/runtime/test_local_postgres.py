"""The embedded server is there while somebody holds it, and not a moment longer."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from doorstep.runtime import server_log
from doorstep.runtime.local_postgres import SUPERUSER, LocalPostgres
from doorstep.runtime.obstacle import Obstacle
from tests.runtime.processes import eventually, processes_of

HOLD = """
import sys, time
from pathlib import Path
from doorstep.runtime.local_postgres import LocalPostgres
LocalPostgres(Path(sys.argv[1])).acquire()
print("held", flush=True)
time.sleep(60)
"""


def hold(root: Path) -> "subprocess.Popen[str]":
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(root)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_the_first_holder_starts_it_and_the_last_one_stops_it(server: LocalPostgres) -> None:
    first, second = LocalPostgres(server.root), LocalPostgres(server.root)
    assert not server.is_running
    first.acquire()
    second.acquire()
    first.release()
    assert server.is_running
    second.release()
    assert not server.is_running
    assert eventually(lambda: not processes_of(server.root))


def test_who_could_not_start_it_does_not_hold_it(tmp_path: Path) -> None:
    server = LocalPostgres(tmp_path / "postgres", settings={"fsync": "neither"})
    with pytest.raises(Obstacle, match="could not run pg_ctl"):
        server.acquire()
    assert eventually(lambda: not processes_of(server.root))
    assert not server.is_held


def test_other_processes_share_it(server: LocalPostgres) -> None:
    holder = hold(server.root)
    with server:
        holder.kill()
        holder.wait()
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_killed_last_holder_leaves_no_server_behind(server: LocalPostgres) -> None:
    holder = hold(server.root)
    holder.kill()
    holder.wait()
    assert eventually(lambda: not processes_of(server.root))
    assert not server.is_held


def test_a_killed_server_comes_back_with_what_was_committed(server: LocalPostgres) -> None:
    with server:
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
        os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        assert eventually(lambda: not server.is_running)
        assert eventually(lambda: revived(server))
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT seven FROM kept").fetchone() == (7,)


def revived(server: LocalPostgres) -> bool:
    """The killed server's last processes may hold its memory for a moment."""
    try:
        server.revive()
    except Obstacle:
        return False
    return True


def test_a_pid_that_a_reboot_gave_to_another_program_is_no_obstacle(server: LocalPostgres) -> None:
    stranger = subprocess.Popen(["sleep", "60"], user=(server.data.stat().st_uid))
    try:
        (server.data / "postmaster.pid").write_text(f"{stranger.pid}\n")
        with server:
            assert server.is_running
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_nobody_comes_in_without_the_password_or_over_the_network(server: LocalPostgres) -> None:
    with server:
        wrong = server.url().replace(server.password("doorstep"), "guess")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert server.sockets.stat().st_mode & 0o077 == 0
    assert (server.root / "doorstep.password").stat().st_mode & 0o077 == 0


def test_the_applications_role_is_a_plain_one(server: LocalPostgres) -> None:
    with server, psycopg.connect(server.url()) as connection:
        role = "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(role).fetchone() == (False, False, False, False)
        search = "SELECT pg_has_role('doorstep_search', 'USAGE'), pg_has_role('doorstep_search', 'SET')"
        assert connection.execute(search).fetchone() == (False, True)


def test_its_log_tells_that_a_statement_failed_and_nothing_of_the_row(server: LocalPostgres) -> None:
    with server, psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE people (email text UNIQUE)")
        for _ in range(2):
            with suppress(psycopg.Error):
                connection.execute("INSERT INTO people VALUES (%s)", ["maya.okonjo@example.com"])
        with suppress(psycopg.Error):
            connection.execute("INSERT INTO people SELECT 'maya.okonjo@example.com'")
    said = server.log.read_text()
    assert "duplicate key value violates unique constraint" in said
    assert "maya" not in said


def test_its_log_is_kept_short(server: LocalPostgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_log, "LONGEST", 100)
    with server, psycopg.connect(server.url(), autocommit=True) as connection:
        for round_ in range(2):
            for _ in range(9):
                with suppress(psycopg.Error):
                    connection.execute("SELECT 1 / 0")
            server_log.keep_short(server.log)
            assert server.log.stat().st_size == 0, round_
        with suppress(psycopg.Error):
            connection.execute("SELECT no_such_column")
    assert "no_such_column" in server.log.read_text()
    assert server.log.with_name("log.1").stat().st_size == 100


def test_a_home_with_a_very_long_path_works(server: LocalPostgres, tmp_path: Path) -> None:
    far = tmp_path / ("deep" * 20) / ("deeper" * 10)
    far.mkdir(parents=True)
    server.root.rename(far / "postgres")
    moved = LocalPostgres(far / "postgres")
    try:
        with moved, psycopg.connect(moved.url(role=SUPERUSER)) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert eventually(lambda: not moved.is_held)
        links = [link for link in Path(tempfile.gettempdir()).glob("doorstep-*") if link.is_symlink()]
        assert moved.sockets not in [link.readlink() for link in links]
    finally:
        moved.root.rename(server.root)
