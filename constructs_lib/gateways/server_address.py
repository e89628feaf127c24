"""A server's address, taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

__all__ = ["ServerAddress"]

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class ServerAddress:
    """Where a server is.

    Attributes:
        scheme: `http` or `https`.
        host: Name or address; an IPv6 address without brackets.
        port: TCP port.
    """

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Self:
        """Read a URL; its path is not used.

        Args:
            url: An `HttpUrl` or `ServerUrl`.

        Raises:
            ValueError: Its port is no port.
        """
        parts = urlsplit(url)
        return cls(parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS[parts.scheme])

    @property
    def netloc(self) -> str:
        """Host and port, as URLs spell them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
