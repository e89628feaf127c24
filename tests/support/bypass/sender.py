"""Sends many attempts at a time, each on a connection of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.support.bypass.attempt import Attempt

__all__ = ["send_all"]

_AT_A_TIME = 48
# Until a first answer, and until another one after it: what a gateway waits for in vain ends by our silence.
_FIRST_S, _NEXT_S = 2.0, 0.1


def send_all(url: str, attempts: Iterable[Attempt]) -> dict[int, bytes]:
    """Send them; return the first bytes of each answer by the attempt's number.

    Args:
        url: Base URL of a gateway without TLS.
        attempts: What to send.
    """
    return asyncio.run(_send_all(url, list(attempts)))


async def _send_all(url: str, attempts: list[Attempt]) -> dict[int, bytes]:
    parts, turn = urlsplit(url), asyncio.Semaphore(_AT_A_TIME)

    async def send(attempt: Attempt) -> tuple[int, bytes]:
        async with turn:
            return attempt.number, await _send(parts.hostname or "", parts.port or 80, attempt.sent)

    return dict(await asyncio.gather(*map(send, attempts)))


async def _send(host: str, port: int, sent: bytes) -> bytes:
    received, patience = b"", _FIRST_S
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(sent)
        while part := await asyncio.wait_for(reader.read(65536), patience):
            received, patience = received + part, _NEXT_S
    except (TimeoutError, ConnectionError):  # silence, or a refusal before everything was sent
        pass
    finally:
        writer.transport.abort()
    return received[:200]
