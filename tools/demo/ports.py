"""Free TCP ports on loopback."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from tools.keycloak.address import is_free

__all__ = ["any_free_port", "preferred_port"]

_HOST = "127.0.0.1"


def any_free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server((_HOST, 0)) as server:
        return int(server.getsockname()[1])


def preferred_port(address: str) -> int:
    """Return the port of an address or URL, or another one where it is taken.

    Args:
        address: Such as `127.0.0.1:8090` or `http://127.0.0.1:8000`.
    """
    port = urlsplit(address if "//" in address else f"//{address}").port
    return port if port and is_free(_HOST, port) else any_free_port()
