"""Requests as bytes, for what no HTTP client would send."""

from __future__ import annotations

import re
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvicorn

from tests.support.gateways.free_address import free_address
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from starlette.applications import Starlette

__all__ = ["send_raw", "serving_app"]

# Until an answer, and until another one after it.
_FIRST_S, _NEXT_S = 0.5, 0.03
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
_WHOLE = re.compile(rb"HTTP/1\.[01] \d{3} .*?\r\ncontent-length: (\d+)\r\n.*?\r\n\r\n", re.DOTALL | re.IGNORECASE)


def send_raw(url: str, message: bytes) -> list[int]:
    """Send bytes on a connection of their own; return the statuses of all answers until it closes or falls silent.

    Where the message asks for the connection's end, one answer is enough: some gateways leave the end to the caller.

    Args:
        url: Base URL of a server that speaks HTTP without TLS.
        message: What to send.
    """
    parts = urlsplit(url)
    received = b""
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=_FIRST_S) as connection:
        try:
            connection.sendall(message)
            while part := connection.recv(65536):
                received += part
                if b"Connection: close" in message and _is_whole(received):
                    break
                connection.settimeout(_NEXT_S)
        except OSError:  # silence, or a refusal before everything was sent
            pass
    return [int(status) for status in _STATUS.findall(received)]


def _is_whole(answer: bytes) -> bool:
    head = _WHOLE.match(answer)
    return head is not None and len(answer) - head.end() >= int(head[1])


@contextmanager
def serving_app(app: FastAPI | Starlette) -> Iterator[str]:
    """Serve an app by a real uvicorn in a thread; yield its base URL."""
    listen = free_address()
    host, _, port = listen.rpartition(":")
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=int(port), log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + PATIENCE_S
    while not server.started:
        assert thread.is_alive(), "uvicorn ended"
        assert time.monotonic() < end, "uvicorn does not start"
        time.sleep(0.02)
    yield f"http://{listen}"
    server.should_exit = True
    thread.join(PATIENCE_S)
