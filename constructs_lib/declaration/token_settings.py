"""Settings of clients: access tokens that follow RFC 9068 and stay small, and no unsigned request object."""

from __future__ import annotations

__all__ = ["ACCESS_TOKEN_SETTINGS", "REQUEST_OBJECT_ALGORITHM", "TOKEN_SCOPE"]

TOKEN_SCOPE = "ml-base"  # noqa: S105 - a name
"""Name of the client scope that shapes access tokens."""

ACCESS_TOKEN_SETTINGS = {
    "access.token.header.type.rfc9068": "true",
    "client.use.lightweight.access.token.enabled": "true",
}

REQUEST_OBJECT_ALGORITHM = "ES256"
"""What signs an application's request objects (RFC 9101). Keycloak's default takes `none` (RFC 8725 section 3.1)."""
