"""What the code, the provider or the server's data decides, although no argument says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.symbol import Symbol

__all__ = ["adds_defaults", "is_decided"]

_OURS = "keycloak_"
# What the server makes up, and nothing else decides about.
_MADE_BY_SERVER = frozenset(
    {
        "authorization_resource_server_id",
        "client_secret",
        "id",
        "internal_id",
        "path",  # of a group
        "permission_id",
        "resource_server_id",
        "service_account_user_id",
        "signing_certificate",
        "signing_private_key",
    }
)
# The provider makes up an id from names, that of the realm above all, where Keycloak has none.
_IDS_OF_NAMES = frozenset(
    {
        "keycloak_authentication_bindings",
        "keycloak_default_groups",
        "keycloak_default_roles",
        "keycloak_group_memberships",
        "keycloak_group_roles",
        "keycloak_openid_client_default_scopes",
        "keycloak_openid_client_optional_scopes",
        "keycloak_realm_client_policy_profile",
        "keycloak_realm_client_policy_profile_policy",
        "keycloak_realm_default_client_scopes",
        "keycloak_realm_events",
        "keycloak_realm_localization",
        "keycloak_realm_optional_client_scopes",
        "keycloak_realm_user_profile",
        "keycloak_required_action",
        "keycloak_user_groups",
        "keycloak_user_roles",
    }
)
# `optional(string, "…")` within an `object` says what the default leaves out; none of these does.
_PLAIN_TYPE = re.compile(r"(?:(?:list|set|map)\()*(?:string|number|bool|any)\)*")


def adds_defaults(kind: object) -> bool:
    """Tell whether a variable may hold more than its default says.

    Args:
        kind: The variable's type, as Terraform writes it.
    """
    return _PLAIN_TYPE.fullmatch("".join(str(kind).split())) is None


def is_decided(whole: Symbol, attribute: str | None) -> bool:
    """Tell whether somebody's code says what an attribute of Keycloak's is that no argument says.

    The provider has defaults, and a data source reads what may have been written there before.

    Args:
        whole: The resource or data source.
        attribute: The attribute; None where an expression chooses it.
    """
    kind = str(whole.address).removeprefix("data.").partition(".")[0]
    if not kind.startswith(_OURS):
        return False
    return attribute not in _MADE_BY_SERVER or (attribute == "id" and kind in _IDS_OF_NAMES)
