"""Asks a server for pages, from a process of its own: `python -m bench.load` reads what to ask, and writes the times.

Plain sockets, because a client that is dear would hide what the server costs: both share the machine's cores.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from uuid import uuid4

from bench.ground import HOST, PROJECT


@dataclass(frozen=True)
class Ask:
    """One request. `{n}` in the body becomes a number that no other request has."""

    port: int
    path: str
    headers: Mapping[str, str]
    body: str = ""

    def written(self, number: int) -> bytes:
        body = self.body.replace("{n}", f"{_RUN}{number}").encode()
        head = [f"{'POST' if body else 'GET'} {self.path} HTTP/1.1", f"Content-Length: {len(body)}"]
        head += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*head, "", ""]).encode() + body


@dataclass
class Taken:
    """Milliseconds of every answer, and how long all of them took together."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds


class WrongAnswer(RuntimeError):
    """What was measured is worth nothing: the server refused."""


def one_by_one(asks: Sequence[Ask], *, rounds: int) -> list[Taken]:
    """Each in turn, `rounds` times over, by a single client: the times of each of them."""
    return [Taken(**taken) for taken in _elsewhere({"asks": [asdict(ask) for ask in asks], "rounds": rounds})]


def together(ask: Ask, *, clients: int, seconds: float) -> Taken:
    """As many as `clients` get, each asking again as soon as it was answered."""
    (taken,) = _elsewhere({"asks": [asdict(ask)], "clients": clients, "seconds": seconds})
    return Taken(**taken)


def _elsewhere(task: Mapping[str, object]) -> list[dict[str, list[float] | float]]:
    command = [sys.executable, "-m", "bench.load"]
    ended = subprocess.run(command, input=json.dumps(task), capture_output=True, text=True, cwd=PROJECT, check=False)
    if ended.returncode:
        raise WrongAnswer(ended.stderr.strip().splitlines()[-1])
    return json.loads(ended.stdout)


class Client:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> float:
        """The milliseconds until the last byte of the answer. Raises WrongAnswer for another answer than yes."""
        begun = time.perf_counter()
        self.socket.sendall(request)
        head, rest = self._head()
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        while length > len(rest):
            rest += self.socket.recv(1 << 18)
        taken = (time.perf_counter() - begun) * 1_000
        if head[9:12] not in (b"200", b"201"):
            raise WrongAnswer(f"{head[9:12].decode()} for {request[:200]!r}: {bytes(rest[:500])!r}")
        return taken

    def _head(self) -> tuple[bytes, bytearray]:
        got = bytearray()
        while (end := got.find(b"\r\n\r\n")) < 0:
            if not (more := self.socket.recv(1 << 18)):
                raise WrongAnswer("The server hung up.")
            got += more
        return bytes(got[: end + 4]), got[end + 4 :]


_RUN = uuid4().hex[:8]


def _in_turn(asks: Sequence[Ask], rounds: int) -> list[Taken]:
    clients = {port: Client(port) for port in {ask.port for ask in asks}}
    taken = [Taken() for _ in asks]
    for at in range(rounds):
        for ask, its in zip(asks, taken, strict=True):
            its.times.append(clients[ask.port].ask(ask.written(at)))
    return taken


def _at_once(ask: Ask, clients: int, seconds: float) -> Taken:
    taken, begun = Taken(), time.perf_counter()

    def go_on(first: int) -> None:
        client, number = Client(ask.port), first
        while time.perf_counter() - begun < seconds:
            taken.times.append(client.ask(ask.written(number)))
            number += clients

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(go_on, range(clients)))
    taken.seconds = time.perf_counter() - begun
    return taken


if __name__ == "__main__":
    task = json.load(sys.stdin)
    told = [Ask(**ask) for ask in task["asks"]]
    if "rounds" in task:
        answer = _in_turn(told, task["rounds"])
    else:
        answer = [_at_once(told[0], task["clients"], task["seconds"])]
    json.dump([asdict(each) for each in answer], sys.stdout)
