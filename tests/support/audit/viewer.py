"""Somebody who may look at one realm, and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.audit.by_hand import ByHand
from tools.keycloak.admin import KeycloakAdmin

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["viewer_of"]

_VIEWING = ("view-", "query-")


def viewer_of(admin: KeycloakAdmin, realm: str) -> KeycloakAdmin:
    """Make a client of the realm master that holds the `view-` and `query-` roles of one realm; return its access.

    Args:
        admin: The administrator.
        realm: Name of the realm.
    """
    name = f"viewer-of-{realm}"
    master = ByHand(admin, "master", f"{realm}-realm")
    secret = master.client(name)
    master.give_to_client(name, *_viewing_roles(master))
    return KeycloakAdmin(url=admin.url, client_id=name, client_secret=secret, base_path=admin.base_path)


def _viewing_roles(master: ByHand) -> Iterator[str]:
    for role in master.get(f"clients/{master.uuid(master.api)}/roles"):
        if str(role["name"]).startswith(_VIEWING):
            yield str(role["name"])
