"""`doorstep run`: everything under one parent, which leaves nothing behind however it ends."""

import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.runtime.processes import command, environment, eventually, processes_of, run

pytestmark = pytest.mark.xdist_group("home")


@contextmanager
def doorstep_running(home: Path, port: int) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The parent process and what it said up to its welcome."""
    parent = subprocess.Popen(
        command("run", "--port", str(port)),
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert parent.stdout is not None
    said = ""
    while "Ctrl-C" not in said:
        line = parent.stdout.readline()
        assert line, said
        said += line
    yield parent, said
    parent.kill()
    parent.wait()
    parent.stdout.close()


@pytest.fixture
def running(home: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    with doorstep_running(home, port) as (parent, said):
        assert f"Doorstep is open at http://localhost:{port}" in said
        yield parent


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
    return True


def pid_of(home: Path, word: bytes) -> int:
    return min(pid for pid in processes_of(home) if word in words_of(pid))


def words_of(pid: int) -> list[bytes]:
    """None for a process that has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def test_ctrl_c_stops_everything(home: Path, running: "subprocess.Popen[str]", port: int) -> None:
    assert answers(port)
    running.send_signal(signal.SIGINT)
    assert running.wait(20) == 0
    assert eventually(lambda: not processes_of(home))


def test_a_killed_parent_leaves_nothing_running(home: Path, running: "subprocess.Popen[str]", port: int) -> None:
    assert answers(port)
    running.kill()
    running.wait()
    assert eventually(lambda: not processes_of(home))
    assert not answers(port)


def test_it_follows_the_process_that_asked_to_be_followed(home: Path, port: int) -> None:
    """`make run` asks so: killing make is killing Doorstep."""
    shell = subprocess.Popen(
        ["sh", "-c", 'DOORSTEP_PARENT=$$ "$@" & wait', "sh", *command("run", "--port", str(port))],
        env=environment(home),
        stdout=subprocess.DEVNULL,
    )
    try:
        assert eventually(lambda: answers(port))
    finally:
        shell.kill()
        shell.wait()
    assert eventually(lambda: not processes_of(home))


def test_what_was_killed_comes_back(home: Path, running: "subprocess.Popen[str]", port: int) -> None:
    for victim in (b"serve", b"worker"):
        killed = pid_of(home, victim)
        os.kill(killed, signal.SIGKILL)
        assert eventually(lambda victim=victim, killed=killed: came_back(home, victim, killed))
    os.kill(int((home / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    assert eventually(lambda: answers(port))
    assert running.poll() is None


def came_back(home: Path, word: bytes, killed: int) -> bool:
    try:
        return pid_of(home, word) != killed
    except (ValueError, OSError):
        return False


def test_a_taken_port_is_one_plain_sentence(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        done = run("run", "--port", str(number), home=home)
    assert done.returncode == 1
    assert done.stderr == (
        f"doorstep: Port {number} is in use by another program."
        f" Stop that one, or choose another port: --port {number + 1}.\n"
    )


def test_a_server_that_was_not_told_what_it_must_know_refuses_to_start(home: Path) -> None:
    url = "postgresql://doorstep@db.example/doorstep"
    done = run("worker", home=home, DATABASE_URL=url, DOORSTEP_MODE="production")
    assert done.returncode == 1
    assert "BASE_URL is not set" in done.stderr
    done = run("worker", home=home, DATABASE_URL=url, BASE_URL="https://d.example", DOORSTEP_MODE="production")
    assert "SECRET_KEY is not set" in done.stderr


def test_a_start_prepares_nothing_twice_and_keeps_the_secret_key(home: Path, port: int) -> None:
    key = home / "secret.key"
    before = key.read_text()
    assert len(before) >= 50
    assert key.stat().st_mode & 0o077 == 0
    with doorstep_running(home, port) as (_, said):
        assert "Migrating" not in said
    assert key.read_text() == before


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_demo_is_opened_to_nobody_else(home: Path, port: int, command: str, host: str) -> None:
    done = run(command, "--host", host, "--port", str(port), home=home, DOORSTEP_MODE="demo")
    assert done.returncode == 1
    assert "This is a demo: everyone's password is public" in done.stderr
    assert "DOORSTEP_MODE=production" in done.stderr
