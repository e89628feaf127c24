"""Typed, frozen declarations: the same types serve the environment files and Python callers."""

from constructs_lib.declaration.props.access import AccessProps, SecondFactor
from constructs_lib.declaration.props.access_rule import AccessRuleProps, AuthMethod, RuleStatementProps, WhoProps
from constructs_lib.declaration.props.api import ApiProps
from constructs_lib.declaration.props.application import ApplicationProps
from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.client_registration import ClientRegistrationProps
from constructs_lib.declaration.props.compatibility import CompatibilityProps
from constructs_lib.declaration.props.consumer import (
    ConsumerAuth,
    ConsumerProps,
    FederatedAuth,
    MtlsAuth,
    PrivateKeyJwtAuth,
    SecretAuth,
    TokenBinding,
)
from constructs_lib.declaration.props.declaration import Declaration
from constructs_lib.declaration.props.email import SmtpAuthProps, SmtpProps
from constructs_lib.declaration.props.exchange import ExchangeProps
from constructs_lib.declaration.props.federation import (
    FederationProps,
    LdapBindProps,
    LdapGroupsProps,
    LdapSyncProps,
    LdapUsersProps,
)
from constructs_lib.declaration.props.gateway import (
    GatewayProps,
    GatewayTlsProps,
    KubernetesProps,
    PresetName,
)
from constructs_lib.declaration.props.grants import EVERY_MODEL, Grants
from constructs_lib.declaration.props.identity_provider import (
    FirstLogin,
    GithubIdentityProviderProps,
    GoogleIdentityProviderProps,
    IdentityProviderProps,
    MicrosoftIdentityProviderProps,
    OidcClientProps,
    OidcIdentityProviderProps,
    SamlAttributeProps,
    SamlIdentityProviderProps,
)
from constructs_lib.declaration.props.lifespans import ApplicationLifespanProps, ClientLifespanProps, LifespanProps
from constructs_lib.declaration.props.mcp import ApiKind, McpMethod, McpProps, ToolName
from constructs_lib.declaration.props.model import ModelProps
from constructs_lib.declaration.props.named_api import SOLE_API, NamedApiProps
from constructs_lib.declaration.props.paths import ModelPathProps, PathProps, PathStyle
from constructs_lib.declaration.props.person import PersonProps
from constructs_lib.declaration.props.realm import BruteForceProps, LoginProps, RealmProps
from constructs_lib.declaration.props.workload_issuer import WorkloadIssuerProps

__all__ = [
    "EVERY_MODEL",
    "SOLE_API",
    "AccessProps",
    "AccessRuleProps",
    "ApiKind",
    "ApiProps",
    "ApplicationLifespanProps",
    "ApplicationProps",
    "AuthMethod",
    "BruteForceProps",
    "ClientLifespanProps",
    "ClientRegistrationProps",
    "CompatibilityProps",
    "ConsumerAuth",
    "ConsumerProps",
    "Declaration",
    "ExchangeProps",
    "FederatedAuth",
    "FederationProps",
    "FirstLogin",
    "GatewayProps",
    "GatewayTlsProps",
    "GithubIdentityProviderProps",
    "GoogleIdentityProviderProps",
    "Grants",
    "IdentityProviderProps",
    "KubernetesProps",
    "LdapBindProps",
    "LdapGroupsProps",
    "LdapSyncProps",
    "LdapUsersProps",
    "LifespanProps",
    "LoginProps",
    "McpMethod",
    "McpProps",
    "MicrosoftIdentityProviderProps",
    "ModelPathProps",
    "ModelProps",
    "MtlsAuth",
    "NamedApiProps",
    "OidcClientProps",
    "OidcIdentityProviderProps",
    "PathProps",
    "PathStyle",
    "PersonProps",
    "PresetName",
    "PrivateKeyJwtAuth",
    "Props",
    "RealmProps",
    "RuleStatementProps",
    "SamlAttributeProps",
    "SamlIdentityProviderProps",
    "SecondFactor",
    "SecretAuth",
    "SmtpAuthProps",
    "SmtpProps",
    "TokenBinding",
    "ToolName",
    "WhoProps",
    "WorkloadIssuerProps",
]
