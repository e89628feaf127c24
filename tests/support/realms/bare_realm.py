"""A realm as Keycloak makes it, without anything in it that somebody set."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["bare_realm"]


@contextmanager
def bare_realm(admin: KeycloakAdmin, name: str) -> Iterator[None]:
    """Make the realm; at the end it is deleted.

    Args:
        admin: The Admin API.
        name: Of a realm that there is not.
    """
    admin.request("POST", "realms", json={"realm": name, "enabled": True})
    try:
        yield
    finally:
        admin.delete_realm(name)
