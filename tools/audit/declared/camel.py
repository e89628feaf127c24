"""Names of the provider's arguments as Keycloak writes them."""

from __future__ import annotations

__all__ = ["camel"]


def camel(name: str) -> str:
    """Return `ssl_required` as `sslRequired`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
