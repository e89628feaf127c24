"""KC-TYPE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["KnownTypes"]

_PREFIX = "keycloak_"
# What our constructs write, and what rules read.
_READ = frozenset(
    f"{_PREFIX}{each}"
    for each in (
        *("attribute_importer_identity_provider_mapper", "attribute_to_role_identity_provider_mapper"),
        *("authentication_bindings", "authentication_execution", "authentication_execution_config"),
        *("authentication_flow", "authentication_subflow", "custom_identity_provider_mapper"),
        *("custom_user_federation", "default_groups", "default_roles", "generic_client_authorization_policy"),
        *("generic_client_protocol_mapper", "generic_client_role_mapper", "generic_protocol_mapper"),
        *("generic_role_mapper", "group", "group_admin_permissions", "group_memberships", "group_permissions"),
        *("group_roles", "hardcoded_attribute_identity_provider_mapper", "hardcoded_group_identity_provider_mapper"),
        *("hardcoded_role_identity_provider_mapper", "identity_provider_token_exchange_scope_permission"),
        *("ldap_custom_mapper", "ldap_full_name_mapper", "ldap_group_mapper", "ldap_hardcoded_attribute_mapper"),
        *("ldap_hardcoded_group_mapper", "ldap_hardcoded_role_mapper", "ldap_msad_user_account_control_mapper"),
        *("ldap_role_mapper", "ldap_user_attribute_mapper", "ldap_user_federation", "oidc_facebook_identity_provider"),
        *("oidc_github_identity_provider", "oidc_google_identity_provider", "oidc_identity_provider"),
        *("oidc_microsoft_identity_provider", "oidc_openshift_v4_identity_provider"),
        *("openid_audience_protocol_mapper", "openid_client", "openid_client_admin_permissions"),
        *("openid_client_default_scopes", "openid_client_js_policy", "openid_client_optional_scopes"),
        *("openid_client_permissions", "openid_client_scope", "openid_client_service_account_realm_role"),
        *("openid_client_service_account_role", "openid_full_name_protocol_mapper"),
        *("openid_group_membership_protocol_mapper", "openid_hardcoded_claim_protocol_mapper"),
        *("openid_hardcoded_role_protocol_mapper", "openid_script_protocol_mapper"),
        *("openid_sub_protocol_mapper", "openid_user_attribute_protocol_mapper"),
        *("openid_user_client_role_protocol_mapper", "openid_user_property_protocol_mapper"),
        *("openid_user_realm_role_protocol_mapper", "openid_user_session_note_protocol_mapper", "realm"),
        *("realm_client_policy_profile", "realm_client_policy_profile_policy", "realm_client_registration_policy"),
        "realm_events",
        *("realm_keystore_aes_generated", "realm_keystore_ecdsa_generated", "realm_keystore_hmac_generated"),
        *("realm_keystore_java_keystore", "realm_keystore_rsa", "realm_keystore_rsa_generated"),
        *("realm_default_client_scopes", "realm_optional_client_scopes"),
        *("realm_localization", "required_action", "role", "role_admin_permissions", "saml_client"),
        *("saml_client_installation_provider", "saml_identity_provider", "saml_script_protocol_mapper", "user"),
        *("saml_user_attribute_protocol_mapper", "saml_user_property_protocol_mapper"),
        *("user_groups", "user_roles", "user_template_importer_identity_provider_mapper", "users_admin_permissions"),
        "users_permissions",
    )
)


class KnownTypes(Rule):
    """Rules know the kinds of things that a stack makes."""

    id = "KC-TYPE"
    level = Level.WARNING
    info = "a kind of resource that no rule reads"
    why = "Newer providers bring new kinds, and some of the old ones are seldom used: what they do, nobody has judged."
    source = "provider keycloak/keycloak, 'Resources'"
    remedy = "review it as what it does in Keycloak, and exempt it with the outcome"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of each resource of Keycloak's provider whose type is not known."""
        for stack in configuration.stacks:
            for kind, by_name in stack.json.get("resource", {}).items():
                if kind.startswith(_PREFIX) and kind not in _READ:
                    for name, body in by_name.items():
                        yield Violation(stack.block(kind, name, body), f"no rule reads a '{kind}'")
