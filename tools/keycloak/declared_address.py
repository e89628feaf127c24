"""Where an environment's file says that its local Keycloak is, compared with where it listens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.target import Target

__all__ = ["other_address"]

_PORTS = {"http": 80, "https": 443}


def other_address(target: Target, url: str) -> Iterator[str]:
    """Yield a line that says which address counts, where the file has another port or scheme.

    Args:
        target: A local environment.
        url: Where its Keycloak listens.
    """
    declared = target.environment.keycloak.url
    if _at(declared) != _at(url):
        place = EnvironmentFiles.of(target.repository).places(target.name)(("keycloak", "url"))
        yield (
            f"{place}: keycloak.url is {declared}, but the local Keycloak listens at {url} (KEYCLOAK_PORT, or "
            "KEYCLOAK_URL in .env): the latter counts"
        )


def _at(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.port or _PORTS.get(parts.scheme)
