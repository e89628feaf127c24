"""Which types of resources leave a realm as it is, but for what they make in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS
from constructs_lib.guardrails.terraform.readings import as_flag, settled

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["PEOPLE_SOURCES", "leaves_realm_as_it_is", "lets_people_in"]

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
_CLIENT_MAPPERS = (
    *("generic_client_protocol_mapper", "generic_protocol_mapper", "openid_audience_protocol_mapper"),
    *("openid_audience_resolve_protocol_mapper", "openid_full_name_protocol_mapper"),
    *("openid_group_membership_protocol_mapper", "openid_hardcoded_claim_protocol_mapper"),
    *("openid_hardcoded_role_protocol_mapper", "openid_script_protocol_mapper", "openid_sub_protocol_mapper"),
    *("openid_user_attribute_protocol_mapper", "openid_user_client_role_protocol_mapper"),
    *("openid_user_property_protocol_mapper", "openid_user_realm_role_protocol_mapper"),
    *("openid_user_session_note_protocol_mapper", "saml_script_protocol_mapper"),
    *("saml_user_attribute_protocol_mapper", "saml_user_property_protocol_mapper"),
)
# What is neither bound nor required of anybody, until something refers to it; KC-REALM-DEFAULT reads required actions.
_LOGINS = (
    *("authentication_execution", "authentication_execution_config", "authentication_flow"),
    *("authentication_subflow", "required_action"),
)
_SOURCE_MAPPERS = (
    *("attribute_importer_identity_provider_mapper", "attribute_to_role_identity_provider_mapper"),
    *("custom_identity_provider_mapper", "hardcoded_attribute_identity_provider_mapper"),
    *("hardcoded_attribute_mapper", "hardcoded_group_identity_provider_mapper"),
    *("hardcoded_role_identity_provider_mapper", "ldap_custom_mapper", "ldap_full_name_mapper", "ldap_group_mapper"),
    *("ldap_hardcoded_attribute_mapper", "ldap_hardcoded_group_mapper", "ldap_hardcoded_role_mapper"),
    *("ldap_msad_lds_user_account_control_mapper", "ldap_msad_user_account_control_mapper", "ldap_role_mapper"),
    *("ldap_user_attribute_mapper", "user_template_importer_identity_provider_mapper"),
)
# Whose tokens are taken for the credential of a client; nobody logs in there.
_WORKLOADS = ("kubernetes_identity_provider", "spiffe_identity_provider")
# Keys that Keycloak makes, and nobody else has.
_KEYS = tuple(f"realm_keystore_{kind}_generated" for kind in ("aes", "ecdsa", "hmac", "rsa"))
_APART = frozenset(
    f"{_PREFIX}{each}"
    for each in (*_GROUPS, *_CLIENTS, *_CLIENT_MAPPERS, *_LOGINS, *_SOURCE_MAPPERS, *_WORKLOADS, *_KEYS, "realm")
)

PEOPLE_SOURCES = frozenset({*IDENTITY_PROVIDERS, "keycloak_custom_user_federation", "keycloak_ldap_user_federation"})
"""Types by which people of elsewhere log in."""


def leaves_realm_as_it_is(kind: str) -> bool:
    """Tell whether a resource of a type makes something in a realm, and sets nothing for the realm as a whole.

    Bindings of flows, defaults, the user profile, texts, client policies, who may register clients, keys that
    somebody brings and workflows are for everybody in it, and so may be whatever a newer provider brings, be its name
    like that of another type or not.

    Args:
        kind: The type, `keycloak_…`.
    """
    return kind in _APART or kind in PEOPLE_SOURCES


def lets_people_in(resource: Resource) -> bool:
    """Tell whether people log in by a resource: a directory, or an identity provider that does more than link."""
    links = as_flag(settled(resource.arguments.get("link_only"))) is True
    return resource.type in PEOPLE_SOURCES and not (links and resource.type in IDENTITY_PROVIDERS)
