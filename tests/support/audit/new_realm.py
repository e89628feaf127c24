"""What a realm holds that Keycloak has just made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.realms.bare_realm import bare_realm
from tools.audit.built_in import NEW_CLIENT
from tools.audit.live.facts import live_facts
from tools.audit.live.snapshot import read_snapshot

if TYPE_CHECKING:
    from tools.audit.facts import Facts
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["new_realm_facts"]


def new_realm_facts(admin: KeycloakAdmin, name: str) -> Facts:
    """Make a realm with a client of which nobody sets anything, read it, and delete it.

    Args:
        admin: The Admin API.
        name: Of a realm that there is not.
    """
    with bare_realm(admin, name):
        admin.request("POST", f"realms/{name}/clients", json={"clientId": NEW_CLIENT})
        return live_facts(read_snapshot(admin, name)).facts
