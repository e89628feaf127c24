"""Realm attributes that others set: a change of the realm's settings removes them, and no plan says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stacks.environment import Environment
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["foreign_attributes", "own_attributes"]

# In these Keycloak 26.7.3 keeps settings that have fields of their own; the provider sends them with every change.
_OF_KEYCLOAK = re.compile(
    r"_browser_header|actionToken|adminEvents|adminPermissions|bruteForce|ciba|client(Offline)?Session|failure|firstBroker"
    r"|max|minimum|oauth2|offlineSession|organizations|otp|par|permanentLockout|quickLogin|realmReusable|scimApi|shortVerif"
    r"|ssoSession|verifiableCredentials|waitIncrement|webAuthn|client-policies|displayName|defaultSignature"
)


def foreign_attributes(environment: Environment, admin: KeycloakAdmin) -> Iterator[str]:
    """Yield a line for each attribute of the realm that is not declared.

    The provider sends the attributes that it knows, and Keycloak removes all others (4.5.0 as 5.9.0).

    Args:
        environment: What is declared.
        admin: The Admin API of its Keycloak.

    Raises:
        ToolError: Keycloak does not answer, or refuses.
    """
    realm = environment.realm
    if realm.is_joined or not admin.realm_exists(realm.name):
        return
    for name in own_attributes(admin.get(f"realms/{realm.name}").json()):
        if name not in realm.attributes:
            yield (
                f"realm '{realm.name}' has the attribute '{name}', which is not declared: any change of the realm's "
                "settings removes it: write it under realm.attributes, if it is to stay"
            )


def own_attributes(realm: Mapping[str, Any]) -> dict[str, str]:
    """Return the attributes of a realm that no setting of Keycloak's is kept in, sorted by their names.

    Args:
        realm: The realm, as the Admin API gives it.
    """
    attributes = realm.get("attributes") or {}
    return {name: str(attributes[name]) for name in sorted(attributes) if not _OF_KEYCLOAK.match(name)}
