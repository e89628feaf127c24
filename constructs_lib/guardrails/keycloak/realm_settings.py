"""Which types of resources leave a realm as it is, but for what they make in it."""

from __future__ import annotations

__all__ = ["leaves_realm_as_it_is"]

_PREFIX = "keycloak_"
_GROUPS = (
    *("group", "group_admin_permissions", "group_memberships", "group_permissions", "group_roles"),
    *("role", "role_admin_permissions", "user", "user_groups", "user_roles"),
    *("users_admin_permissions", "users_permissions"),  # KC-ADMIN-PERMISSION objects to permissions
)
_CLIENTS = (
    *("generic_client_authorization_policy", "generic_client_role_mapper", "generic_role_mapper"),
    *("identity_provider_token_exchange_scope_permission", "openid_client", "openid_client_admin_permissions"),
    *("openid_client_aggregate_policy", "openid_client_authorization_client_scope_policy"),
    *("openid_client_authorization_permission", "openid_client_authorization_resource"),
    *("openid_client_authorization_scope", "openid_client_client_policy", "openid_client_default_scopes"),
    *("openid_client_group_policy", "openid_client_js_policy", "openid_client_optional_scopes"),
    *("openid_client_permissions", "openid_client_regex_policy", "openid_client_role_policy"),
    *("openid_client_scope", "openid_client_service_account_realm_role", "openid_client_service_account_role"),
    *("openid_client_time_policy", "openid_client_user_policy", "saml_client", "saml_client_default_scopes"),
    "saml_client_scope",
)
# What is neither bound nor required of anybody, until something refers to it; KC-REALM-DEFAULT reads required actions.
_LOGINS = (
    *("authentication_execution", "authentication_execution_config", "authentication_flow"),
    *("authentication_subflow", "required_action"),
)
# Where people come from: rules read each, and nothing declared comes from one that is added.
_SOURCES = ("custom_user_federation", "hardcoded_attribute_mapper", "ldap_user_federation")
_SOURCE_MAPPERS = (
    *("ldap_custom_mapper", "ldap_full_name_mapper", "ldap_group_mapper", "ldap_hardcoded_attribute_mapper"),
    *("ldap_hardcoded_group_mapper", "ldap_hardcoded_role_mapper", "ldap_msad_lds_user_account_control_mapper"),
    *("ldap_msad_user_account_control_mapper", "ldap_role_mapper", "ldap_user_attribute_mapper"),
)
# Keys that Keycloak makes, and nobody else has.
_KEYS = tuple(f"realm_keystore_{kind}_generated" for kind in ("aes", "ecdsa", "hmac", "rsa"))
_APART = frozenset(
    f"{_PREFIX}{each}" for each in (*_GROUPS, *_CLIENTS, *_LOGINS, *_SOURCES, *_SOURCE_MAPPERS, *_KEYS, "realm")
)
# One client's, scope's or identity provider's.
_MAPPERS = ("_protocol_mapper", "_identity_provider", "_identity_provider_mapper")


def leaves_realm_as_it_is(kind: str) -> bool:
    """Tell whether a resource of a type makes something in a realm, and sets nothing for the realm as a whole.

    Bindings of flows, defaults, the user profile, texts, client policies, who may register clients, keys that
    somebody brings and workflows are for everybody in it, and so may be whatever a newer provider brings.

    Args:
        kind: The type, `keycloak_…`.
    """
    return kind in _APART or kind.endswith(_MAPPERS)
