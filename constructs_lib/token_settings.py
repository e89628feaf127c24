"""Settings by which a client's access tokens follow RFC 9068 and stay small."""

from __future__ import annotations

__all__ = ["ACCESS_TOKEN_SETTINGS", "TOKEN_SCOPE"]

TOKEN_SCOPE = "ml-base"  # noqa: S105 - a name
"""Name of the client scope that shapes access tokens."""

ACCESS_TOKEN_SETTINGS = {
    "access.token.header.type.rfc9068": "true",
    "client.use.lightweight.access.token.enabled": "true",
}
