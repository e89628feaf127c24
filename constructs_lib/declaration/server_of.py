"""Which server a URL is of, however it is spelled."""

from __future__ import annotations

from posixpath import normpath
from urllib.parse import unquote, urlsplit

from constructs_lib.declaration.loopback import is_loopback

__all__ = ["server_of"]

_PORTS = {"http": 80, "https": 443}


def server_of(url: str) -> str:
    """Write a base URL so that two of one server are equal (RFC 3986 section 6.2): host, port and path.

    All names of this machine are one host, and so are a name with and without the dot of the root (RFC 1034 section
    3.1).

    Args:
        url: A URL. Two of what is none, such as an expression, are equal where their texts are.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return url
    host = "localhost" if is_loopback(url) else (parts.hostname or "").removesuffix(".")
    path = normpath(f"/{unquote(parts.path).lstrip('/')}").rstrip("/")
    return f"{host}:{port}{path}"
