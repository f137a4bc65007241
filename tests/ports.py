"""Ports to listen on."""

import random
import socket

BELOW_OUTGOING = range(20_000, 32_000)  # from 32,768 on, the kernel may give one to any connection that goes out


def free_port() -> int:
    while True:
        port = random.choice(BELOW_OUTGOING)  # nosec B311 - not a secret
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
