"""Where the local Keycloak listens."""

from __future__ import annotations

import socket
from contextlib import closing
from itertools import chain
from urllib.parse import urlsplit

from constructs_lib.declaration.loopback import is_loopback
from tools.errors import ToolError

__all__ = ["DEFAULT_PORT", "chosen_port", "is_free", "next_free_port"]

DEFAULT_PORT = 8080

_HIGHEST_PORT = 65535


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
    for port in chain(range(taken + 1, _HIGHEST_PORT + 1), range(1024, taken)):
        if is_free(host, port):
            return port
    return taken


def chosen_port(asked: str, recorded_url: str) -> int:
    """Return the port that was asked for, else the one of a recorded local URL, else 8080.

    Args:
        asked: KEYCLOAK_PORT, or nothing.
        recorded_url: KEYCLOAK_URL, or nothing.

    Raises:
        ToolError: What was asked for, or the URL's, is no port (exit 2).
    """
    if asked:
        if not (asked.isascii() and asked.isdecimal() and 0 < int(asked) <= _HIGHEST_PORT):
            raise ToolError(f"KEYCLOAK_PORT={asked} is no port: write a number from 1 to {_HIGHEST_PORT}", exit_code=2)
        return int(asked)
    if not is_loopback(recorded_url):
        return DEFAULT_PORT
    try:
        return urlsplit(recorded_url).port or DEFAULT_PORT
    except ValueError as error:
        raise ToolError(
            f"KEYCLOAK_URL={recorded_url} has no valid port: write a number from 1 to {_HIGHEST_PORT}", exit_code=2
        ) from error
