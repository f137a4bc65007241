"""Where the web listens, and whether it answers."""

import argparse
import errno
import os
import socket
from dataclasses import dataclass
from ipaddress import ip_address

from doorstep.runtime.deployment import DEFAULT_PORT
from doorstep.runtime.obstacle import Obstacle


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    def refuse_if_taken(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise Obstacle(self._refusal(error)) from error

    def refuse_strangers(self) -> None:
        """In a demo everyone's password is public, so nobody but this machine may reach it."""
        if not _is_of_this_machine(self.host):
            raise Obstacle(
                f"This is a demo: everyone's password is public, so it is not opened to others on {self.host}."
                " Leave --host out, or set DOORSTEP_MODE=production (docs/operations.md)."
            )

    def answers(self) -> bool:
        """Asks for the front page as a browser would, and waits for the first words of the answer."""
        try:
            with socket.create_connection((self.host, self.port), timeout=10) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                return connection.recv(5) == b"HTTP/"
        except OSError:
            return False

    def _refusal(self, error: OSError) -> str:
        if error.errno != errno.EADDRINUSE:
            return f"Doorstep cannot listen on {self.host}, port {self.port}: {error.strerror}."
        cure = f"Stop that one, or choose another port: --port {self.port + 1}."
        return f"Port {self.port} is in use by another program. {cure}"


def _is_of_this_machine(host: str) -> bool:
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:  # no address at all, or '' for all of them
        return bool(host)
    return all(ip_address(str(address[0])).is_loopback for *_, address in found)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    port = os.environ.get("PORT") or str(DEFAULT_PORT)
    parser.add_argument("--port", type=_port, default=port, help="the port to listen on (default: PORT, %(default)s)")


def chosen(options: argparse.Namespace) -> Address:
    """What was asked for. The rest of the environment (BASE_URL) follows the port."""
    os.environ["PORT"] = str(options.port)
    return Address(options.host, options.port)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; take a number from 1 to 65535")
    return int(text)
