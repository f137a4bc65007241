"""Peers that are slow or silent: plain sockets, for no client library can be told to misbehave like this."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.visitor import BOUNDARY

TOKEN = "a" * 32
SMALL_BUFFER = 4_096


class Peer:
    def __init__(self, port: int, *, host: str = "fennmoor.localhost", cookies: str = f"csrftoken={TOKEN}") -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        self.socket.settimeout(30)
        self.socket.connect(("127.0.0.1", port))
        self.host, self.cookies = host, cookies

    def ask(self, method: str, path: str, *headers: str, body: bytes = b"") -> "Peer":
        head = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", f"Cookie: {self.cookies}", *headers]
        return self.send("\r\n".join([*head, "", ""]).encode() + body)

    def send(self, content: bytes) -> "Peer":
        self.socket.sendall(content)
        return self

    def answer(self) -> tuple[int, str]:
        """Its status and its text, of an answer that says how long it is."""
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0 or len(got) < end + 4 + _length(got[:end]):
            if not (more := self.socket.recv(2**16)):
                break
            got += more
        return (int(got[9:12]), got[end + 4 :].decode(errors="replace")) if got else (0, "")

    def is_hung_up_on(self) -> bool:
        try:
            return self.socket.recv(1) == b""
        except ConnectionError:
            return True

    def is_known(self) -> bool:
        """The other end, on this machine too, still has the connection."""
        mine, theirs = (f":{address[1]:04X}" for address in (self.socket.getsockname(), self.socket.getpeername()))
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
        return any(line[1].endswith(theirs) and line[2].endswith(mine) for line in lines)

    def close(self) -> None:
        self.socket.close()


def _length(head: bytes) -> int:
    found = re.search(rb"content-length: (\d+)", head.lower())
    return int(found[1]) if found else 0


@contextmanager
def silent_posts(port: int, count: int) -> Iterator[list[Peer]]:
    """They say a thousand bytes, send three and fall silent."""
    peers = [Peer(port) for _ in range(count)]
    for peer in peers:
        peer.ask("POST", "/desk/sign-in/", "Content-Length: 1000", body=b"ema")
    try:
        yield peers
    finally:
        _close(peers)


@contextmanager
def silent_readers(port: int, path: str, count: int, *, cookies: str) -> Iterator[list[Peer]]:
    """They ask for a file and take the first bytes of it."""
    peers = [Peer(port, cookies=cookies) for _ in range(count)]
    for peer in peers:
        assert peer.ask("GET", path).socket.recv(100).startswith(b"HTTP/1.1 200")
    try:
        yield peers
    finally:
        _close(peers)


def _close(peers: list[Peer]) -> None:
    for peer in peers:
        peer.close()


def an_upload(cookies: str, content: bytes) -> tuple[str, bytes]:
    """The header that says its kind, and the body."""
    token = re.search(r"csrftoken=(\w+)", cookies)
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
        f"{token[1] if token else ''}\r\n"
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="slow.csv"\r\n\r\n'
    )
    body = parts.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    return f"Content-Type: multipart/form-data; boundary={BOUNDARY}", body


class SlowUpload(threading.Thread):
    """An honest file through a bad line: `pace` is in bytes a second."""

    def __init__(self, port: int, *, cookies: str, content: bytes, pace: int = 3_000) -> None:
        super().__init__()
        self.kind, self.body = an_upload(cookies, content)
        self.peer, self.pace, self.status = Peer(port, cookies=cookies), pace, 0
        self.start()

    def run(self) -> None:
        self.peer.ask("POST", "/desk/imports/", self.kind, f"Content-Length: {len(self.body)}")
        for at in range(0, len(self.body), self.pace // 10):
            self.peer.send(self.body[at : at + self.pace // 10])
            time.sleep(0.1)
        self.status, _ = self.peer.answer()
        self.peer.close()
