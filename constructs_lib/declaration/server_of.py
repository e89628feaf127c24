"""Which server a URL is of, however it is spelled."""

from __future__ import annotations

from urllib.parse import urlsplit

__all__ = ["server_of"]

_PORTS = {"http": 80, "https": 443}


def server_of(url: str) -> str:
    """Write a base URL so that two of one server are equal (RFC 3986 section 6.2): host, port and path.

    Args:
        url: A URL. Two of what is none, such as an expression, are equal where their texts are.
    """
    try:
        parts = urlsplit(url)
        return f"{parts.hostname}:{parts.port or _PORTS.get(parts.scheme)}{parts.path.rstrip('/')}"
    except ValueError:
        return url
