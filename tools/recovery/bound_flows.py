"""A realm that still uses a login flow which Terraform is about to delete: Keycloak answers 500 to that, for ever.

Keycloak (26.7.3) writes a realm as a whole whenever anything of it changes. Two changes at the same time lose one of
them: the realm's own flows are put back, and Terraform, which was told that it is done, deletes a flow in use ("Cannot
remove authentication flow, it is currently in use", which only the server's log says).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["unbind_flows"]

# What Keycloak gives a new realm.
_OWN_FLOWS = {
    "browserFlow": "browser",
    "registrationFlow": "registration",
    "directGrantFlow": "direct grant",
    "resetCredentialsFlow": "reset credentials",
    "clientAuthenticationFlow": "clients",
    "dockerAuthenticationFlow": "docker auth",
    "firstBrokerLoginFlow": "first broker login",
}


def unbind_flows(admin: KeycloakAdmin, realm: str) -> None:
    """Let a realm that is being destroyed use Keycloak's own flows again, so that all others can go.

    Args:
        admin: The Admin API.
        realm: Name of the realm; nothing happens where it is gone.

    Raises:
        ToolError: Keycloak does not answer, or refuses.
    """
    if admin.realm_exists(realm):
        admin.request("PUT", f"realms/{quote(realm, safe='')}", json=_OWN_FLOWS)
