"""Settings by which a client's access tokens follow RFC 9068 and stay small."""

from __future__ import annotations

__all__ = ["ACCESS_TOKEN_SETTINGS"]

ACCESS_TOKEN_SETTINGS = {
    "access.token.header.type.rfc9068": "true",
    "client.use.lightweight.access.token.enabled": "true",
}
