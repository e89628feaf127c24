"""Where a protected resource says who issues its tokens (RFC 9728)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

__all__ = ["ResourceMetadata"]

_WELL_KNOWN = "/.well-known/oauth-protected-resource"


@dataclass(frozen=True)
class ResourceMetadata:
    """Where the metadata of a resource stand.

    Attributes:
        path: Path on the resource's host.
        url: The whole URL, as it stands in `WWW-Authenticate` (RFC 9728 section 5.1).
    """

    path: str
    url: str

    @classmethod
    def of(cls, resource: str) -> Self:
        """Insert the well-known part between host and path (RFC 9728 section 3.1).

        Args:
            resource: URL of the resource, without trailing slash.
        """
        parts = urlsplit(resource)
        path = _WELL_KNOWN + parts.path
        return cls(path, f"{parts.scheme}://{parts.netloc}{path}")
