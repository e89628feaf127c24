"""Where the local Keycloak listens."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import closing
from itertools import chain
from urllib.parse import urlsplit

__all__ = ["HIGHEST_PORT", "is_free", "is_loopback", "next_free_port"]

HIGHEST_PORT = 65535


def is_loopback(url: str) -> bool:
    """Whether a URL names this machine by a loopback address or as `localhost`."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen on this port now."""
    with closing(socket.socket()) as trial:
        # As servers do: connections of an ended server that linger in TIME_WAIT do not hold the port.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True


def next_free_port(host: str, taken: int) -> int:
    """Return the nearest free port above `taken`, or, past the highest one, from 1024 on."""
    for port in chain(range(taken + 1, HIGHEST_PORT + 1), range(1024, taken)):
        if is_free(host, port):
            return port
    return taken
