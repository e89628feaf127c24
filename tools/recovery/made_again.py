"""Types of resources that no import takes over: Terraform makes them again, and nothing is lost by it.

Every type that the constructs emit is either here or among `FINDERS`, whose import ids it has. Tried with the providers
4.5.0 and 5.9.0 by `tests/integration/tools/recovery/test_every_type.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MADE_AGAIN"]

_LIST = "it sets the list to what is declared, which it is already"
_ADDED = "it adds what is there already, and Keycloak keeps it once"

MADE_AGAIN: Mapping[str, str] = {
    "keycloak_authentication_bindings": "it sets the realm's flows to the declared ones, which they are already",
    "keycloak_realm_events": "it sets what is recorded; recorded events stay",
    "keycloak_default_roles": _LIST,
    "keycloak_required_action": "it sets the action that every realm has",
    "keycloak_generic_role_mapper": _ADDED,
    "keycloak_group_roles": _ADDED,
    "keycloak_user_roles": _ADDED,
    "keycloak_user_groups": _ADDED,
    "keycloak_openid_client_default_scopes": _LIST,
    "keycloak_openid_client_optional_scopes": _LIST,
    "keycloak_realm_default_client_scopes": _LIST,
    "keycloak_realm_optional_client_scopes": _LIST,
    # No importer (5.9.0): `lost_policies` and `half_made` let them be made anew.
    "keycloak_realm_client_policy_profile": "the deployment replaces it, and nothing but requests refers to it",
    "keycloak_realm_client_policy_profile_policy": "the deployment replaces it; for some seconds the realm is without",
    "keycloak_realm_client_registration_policy": "each of them only refuses: a second one refuses the same",
    "terraform_data": "it is Terraform's own memory of an order: nothing of it is in Keycloak",
}
"""Why making it again loses nothing, by the type."""
