"""The generated bindings of the Keycloak provider: the classes that our constructs use, of whichever CDK runs.

Each class is imported when it is first asked for: the bindings have a module for each of the provider's resources.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from constructs_lib.cdk import CDK

if TYPE_CHECKING:
    from cdktf_cdktf_provider_keycloak.attribute_importer_identity_provider_mapper import (
        AttributeImporterIdentityProviderMapper,
    )
    from cdktf_cdktf_provider_keycloak.authentication_bindings import AuthenticationBindings
    from cdktf_cdktf_provider_keycloak.authentication_execution import AuthenticationExecution
    from cdktf_cdktf_provider_keycloak.authentication_execution_config import AuthenticationExecutionConfigA
    from cdktf_cdktf_provider_keycloak.authentication_flow import AuthenticationFlow
    from cdktf_cdktf_provider_keycloak.authentication_subflow import AuthenticationSubflow
    from cdktf_cdktf_provider_keycloak.custom_identity_provider_mapper import CustomIdentityProviderMapper
    from cdktf_cdktf_provider_keycloak.data_keycloak_authentication_flow import DataKeycloakAuthenticationFlow
    from cdktf_cdktf_provider_keycloak.data_keycloak_openid_client import DataKeycloakOpenidClient
    from cdktf_cdktf_provider_keycloak.data_keycloak_realm import DataKeycloakRealm
    from cdktf_cdktf_provider_keycloak.data_keycloak_role import DataKeycloakRole
    from cdktf_cdktf_provider_keycloak.data_keycloak_user import DataKeycloakUser
    from cdktf_cdktf_provider_keycloak.default_roles import DefaultRoles
    from cdktf_cdktf_provider_keycloak.generic_protocol_mapper import GenericProtocolMapper
    from cdktf_cdktf_provider_keycloak.generic_role_mapper import GenericRoleMapper
    from cdktf_cdktf_provider_keycloak.group import Group
    from cdktf_cdktf_provider_keycloak.group_roles import GroupRoles
    from cdktf_cdktf_provider_keycloak.hardcoded_role_identity_provider_mapper import (
        HardcodedRoleIdentityProviderMapper,
    )
    from cdktf_cdktf_provider_keycloak.ldap_group_mapper import LdapGroupMapper
    from cdktf_cdktf_provider_keycloak.ldap_msad_user_account_control_mapper import LdapMsadUserAccountControlMapper
    from cdktf_cdktf_provider_keycloak.ldap_user_attribute_mapper import LdapUserAttributeMapper
    from cdktf_cdktf_provider_keycloak.ldap_user_federation import LdapUserFederation, LdapUserFederationCache
    from cdktf_cdktf_provider_keycloak.oidc_identity_provider import OidcIdentityProvider
    from cdktf_cdktf_provider_keycloak.openid_client import OpenidClient, OpenidClientAuthenticationFlowBindingOverrides
    from cdktf_cdktf_provider_keycloak.openid_client_default_scopes import OpenidClientDefaultScopes
    from cdktf_cdktf_provider_keycloak.openid_client_optional_scopes import OpenidClientOptionalScopes
    from cdktf_cdktf_provider_keycloak.openid_client_scope import OpenidClientScope
    from cdktf_cdktf_provider_keycloak.provider import KeycloakProvider
    from cdktf_cdktf_provider_keycloak.realm import (
        Realm,
        RealmSecurityDefenses,
        RealmSecurityDefensesBruteForceDetection,
        RealmSecurityDefensesHeaders,
        RealmSmtpServer,
        RealmSmtpServerAuth,
    )
    from cdktf_cdktf_provider_keycloak.realm_events import RealmEvents
    from cdktf_cdktf_provider_keycloak.realm_keystore_ecdsa_generated import RealmKeystoreEcdsaGenerated
    from cdktf_cdktf_provider_keycloak.required_action import RequiredAction
    from cdktf_cdktf_provider_keycloak.role import Role
    from cdktf_cdktf_provider_keycloak.saml_identity_provider import SamlIdentityProvider
    from cdktf_cdktf_provider_keycloak.user import User, UserInitialPassword
    from cdktf_cdktf_provider_keycloak.user_groups import UserGroups
    from cdktf_cdktf_provider_keycloak.user_roles import UserRoles
    from cdktf_cdktf_provider_keycloak.user_template_importer_identity_provider_mapper import (
        UserTemplateImporterIdentityProviderMapper,
    )

__all__ = [
    "AttributeImporterIdentityProviderMapper",
    "AuthenticationBindings",
    "AuthenticationExecution",
    "AuthenticationExecutionConfigA",
    "AuthenticationFlow",
    "AuthenticationSubflow",
    "CustomIdentityProviderMapper",
    "DataKeycloakAuthenticationFlow",
    "DataKeycloakOpenidClient",
    "DataKeycloakRealm",
    "DataKeycloakRole",
    "DataKeycloakUser",
    "DefaultRoles",
    "GenericProtocolMapper",
    "GenericRoleMapper",
    "Group",
    "GroupRoles",
    "HardcodedRoleIdentityProviderMapper",
    "KeycloakProvider",
    "LdapGroupMapper",
    "LdapMsadUserAccountControlMapper",
    "LdapUserAttributeMapper",
    "LdapUserFederation",
    "LdapUserFederationCache",
    "OidcIdentityProvider",
    "OpenidClient",
    "OpenidClientAuthenticationFlowBindingOverrides",
    "OpenidClientDefaultScopes",
    "OpenidClientOptionalScopes",
    "OpenidClientScope",
    "Realm",
    "RealmEvents",
    "RealmKeystoreEcdsaGenerated",
    "RealmSecurityDefenses",
    "RealmSecurityDefensesBruteForceDetection",
    "RealmSecurityDefensesHeaders",
    "RealmSmtpServer",
    "RealmSmtpServerAuth",
    "RequiredAction",
    "Role",
    "SamlIdentityProvider",
    "User",
    "UserGroups",
    "UserInitialPassword",
    "UserRoles",
    "UserTemplateImporterIdentityProviderMapper",
]

if find_spec(CDK.module) is None:
    raise ModuleNotFoundError(
        f"the Keycloak provider's bindings for {CDK.name} are not installed: {CDK.how_to_install}", name=CDK.module
    )


def __getattr__(name: str) -> object:
    """Import a class of the bindings: `OpenidClient` is in `openid_client`, `RealmSmtpServer` in `realm`.

    Raises:
        AttributeError: The bindings have no such class.
    """
    words = re.findall(r"[A-Z][a-z0-9]*", name.removeprefix("Keycloak"))  # the module of KeycloakProvider is `provider`
    for length in range(len(words), 0, -1):
        module = "_".join(words[:length]).lower()
        try:
            found = getattr(import_module(f"{CDK.module}.{module}"), name, None)
        except ModuleNotFoundError as missing:
            if missing.name != f"{CDK.module}.{module}":
                raise
            continue
        if found is not None:
            return found
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
