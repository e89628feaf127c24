"""All rules, by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rules.clients.assertion_age import AssertionAge
from constructs_lib.guardrails.rules.clients.assertion_algorithm import AssertionAlgorithm
from constructs_lib.guardrails.rules.clients.certificate_pattern import CertificatePattern
from constructs_lib.guardrails.rules.clients.certificate_unbound import CertificateUnbound
from constructs_lib.guardrails.rules.clients.client_id_dot import ClientIdDot
from constructs_lib.guardrails.rules.clients.client_keys import ClientKeys
from constructs_lib.guardrails.rules.clients.client_policy import ClientPolicy
from constructs_lib.guardrails.rules.clients.default_scopes_basic import DefaultScopesBasic
from constructs_lib.guardrails.rules.clients.device_flow import DeviceFlow
from constructs_lib.guardrails.rules.clients.flows_unset import FlowsUnset
from constructs_lib.guardrails.rules.clients.full_scope import FullScope
from constructs_lib.guardrails.rules.clients.implicit_flow import ImplicitFlow
from constructs_lib.guardrails.rules.clients.open_settings import OpenSettings
from constructs_lib.guardrails.rules.clients.password_grant import PasswordGrant
from constructs_lib.guardrails.rules.clients.pkce import Pkce
from constructs_lib.guardrails.rules.clients.public_service_account import PublicServiceAccount
from constructs_lib.guardrails.rules.clients.redirect_http import RedirectHttp
from constructs_lib.guardrails.rules.clients.redirect_userinfo import RedirectUserinfo
from constructs_lib.guardrails.rules.clients.redirect_wildcard import RedirectWildcard
from constructs_lib.guardrails.rules.clients.request_object_unsigned import RequestObjectUnsigned
from constructs_lib.guardrails.rules.clients.saml_signature import SamlSignature
from constructs_lib.guardrails.rules.clients.scope_rights import ScopeRights
from constructs_lib.guardrails.rules.clients.scopes_unset import ScopesUnset
from constructs_lib.guardrails.rules.clients.web_origin_wildcard import WebOriginWildcard
from constructs_lib.guardrails.rules.expressions.ignored_changes import IgnoredChanges
from constructs_lib.guardrails.rules.expressions.malformed import Malformed
from constructs_lib.guardrails.rules.expressions.nonsensitive import Nonsensitive
from constructs_lib.guardrails.rules.expressions.unread import Unread
from constructs_lib.guardrails.rules.expressions.variable_decides import VariableDecides
from constructs_lib.guardrails.rules.grants.admin_permission import AdminPermission
from constructs_lib.guardrails.rules.grants.admin_role import AdminRole
from constructs_lib.guardrails.rules.grants.broad_grant import BroadGrant
from constructs_lib.guardrails.rules.grants.composite_role import CompositeRole
from constructs_lib.guardrails.rules.grants.default_group import DefaultGroup
from constructs_lib.guardrails.rules.grants.exhaustive import Exhaustive
from constructs_lib.guardrails.rules.grants.group_factor import GroupFactor
from constructs_lib.guardrails.rules.grants.team_every_model import TeamEveryModel
from constructs_lib.guardrails.rules.grants.undeclared_group import UndeclaredGroup
from constructs_lib.guardrails.rules.grants.whole_list import WholeList
from constructs_lib.guardrails.rules.identity.auto_link import AutoLink
from constructs_lib.guardrails.rules.identity.broker_flow import BrokerFlow
from constructs_lib.guardrails.rules.identity.broker_grant import BrokerGrant
from constructs_lib.guardrails.rules.identity.broker_http import BrokerHttp
from constructs_lib.guardrails.rules.identity.broker_identity import BrokerIdentity
from constructs_lib.guardrails.rules.identity.broker_kind import BrokerKind
from constructs_lib.guardrails.rules.identity.broker_pkce import BrokerPkce
from constructs_lib.guardrails.rules.identity.broker_session_note import BrokerSessionNote
from constructs_lib.guardrails.rules.identity.broker_settings import BrokerSettings
from constructs_lib.guardrails.rules.identity.broker_signature import BrokerSignature
from constructs_lib.guardrails.rules.identity.broker_stores_tokens import BrokerStoresTokens
from constructs_lib.guardrails.rules.identity.broker_sync import BrokerSync
from constructs_lib.guardrails.rules.identity.broker_trusts_email import BrokerTrustsEmail
from constructs_lib.guardrails.rules.identity.brokered_people import BrokeredPeople
from constructs_lib.guardrails.rules.identity.custom_federation import CustomFederation
from constructs_lib.guardrails.rules.identity.declared_party import DeclaredParty
from constructs_lib.guardrails.rules.identity.ldap_plain import LdapPlain
from constructs_lib.guardrails.rules.identity.ldap_trusts_email import LdapTrustsEmail
from constructs_lib.guardrails.rules.identity.ldap_truststore import LdapTruststore
from constructs_lib.guardrails.rules.identity.ldap_writable import LdapWritable
from constructs_lib.guardrails.rules.identity.saml_assertions import SamlAssertions
from constructs_lib.guardrails.rules.people.assumed_email import AssumedEmail
from constructs_lib.guardrails.rules.people.local_user import LocalUser
from constructs_lib.guardrails.rules.people.permanent_password import PermanentPassword
from constructs_lib.guardrails.rules.realm.access_token_lifespan import AccessTokenLifespan
from constructs_lib.guardrails.rules.realm.browser_headers import BrowserHeaders
from constructs_lib.guardrails.rules.realm.brute_force import BruteForce
from constructs_lib.guardrails.rules.realm.code_lifespan import CodeLifespan
from constructs_lib.guardrails.rules.realm.duplicate_emails import DuplicateEmails
from constructs_lib.guardrails.rules.realm.email_verification import EmailVerification
from constructs_lib.guardrails.rules.realm.event_details import EventDetails
from constructs_lib.guardrails.rules.realm.events_off import EventsOff
from constructs_lib.guardrails.rules.realm.flow_binding import FlowBinding
from constructs_lib.guardrails.rules.realm.flow_steps import FlowSteps
from constructs_lib.guardrails.rules.realm.key_file import KeyFile
from constructs_lib.guardrails.rules.realm.key_size import KeySize
from constructs_lib.guardrails.rules.realm.login_without_credential import LoginWithoutCredential
from constructs_lib.guardrails.rules.realm.mail_tls import MailTls
from constructs_lib.guardrails.rules.realm.master_realm import MasterRealm
from constructs_lib.guardrails.rules.realm.otp_policy import OtpPolicy
from constructs_lib.guardrails.rules.realm.passkey_policy import PasskeyPolicy
from constructs_lib.guardrails.rules.realm.password_policy import PasswordPolicy
from constructs_lib.guardrails.rules.realm.realm_attributes import RealmAttributes
from constructs_lib.guardrails.rules.realm.realm_default import RealmDefault
from constructs_lib.guardrails.rules.realm.realm_default_scopes import RealmDefaultScopes
from constructs_lib.guardrails.rules.realm.realm_implicit import RealmImplicit
from constructs_lib.guardrails.rules.realm.realm_setting import RealmSetting
from constructs_lib.guardrails.rules.realm.refresh_rotation import RefreshRotation
from constructs_lib.guardrails.rules.realm.second_factor_flow import SecondFactorFlow
from constructs_lib.guardrails.rules.realm.self_registration import SelfRegistration
from constructs_lib.guardrails.rules.realm.session_end import SessionEnd
from constructs_lib.guardrails.rules.realm.signature_algorithm import SignatureAlgorithm
from constructs_lib.guardrails.rules.realm.tls_not_required import TlsNotRequired
from constructs_lib.guardrails.rules.secrets.literal_secret import LiteralSecret
from constructs_lib.guardrails.rules.secrets.output_not_sensitive import OutputNotSensitive
from constructs_lib.guardrails.rules.secrets.secret_canary import SecretCanary
from constructs_lib.guardrails.rules.secrets.secret_consumer import SecretConsumer
from constructs_lib.guardrails.rules.secrets.secret_in_state import SecretInState
from constructs_lib.guardrails.rules.secrets.secret_place import SecretPlace
from constructs_lib.guardrails.rules.secrets.secret_reused import SecretReused
from constructs_lib.guardrails.rules.secrets.secret_text import SecretText
from constructs_lib.guardrails.rules.secrets.variable_default import VariableDefault
from constructs_lib.guardrails.rules.secrets.variable_not_sensitive import VariableNotSensitive
from constructs_lib.guardrails.rules.state.backend_arguments import BackendArguments
from constructs_lib.guardrails.rules.state.blocks import Blocks
from constructs_lib.guardrails.rules.state.data_programs import DataPrograms
from constructs_lib.guardrails.rules.state.known_types import KnownTypes
from constructs_lib.guardrails.rules.state.local_state import LocalState
from constructs_lib.guardrails.rules.state.modules import Modules
from constructs_lib.guardrails.rules.state.plan_code import PlanCode
from constructs_lib.guardrails.rules.state.provider_tls import ProviderTls
from constructs_lib.guardrails.rules.state.provider_url import ProviderUrl
from constructs_lib.guardrails.rules.state.provider_version import ProviderVersion
from constructs_lib.guardrails.rules.state.providers import Providers
from constructs_lib.guardrails.rules.state.provisioners import Provisioners
from constructs_lib.guardrails.rules.state.second_provider import SecondProvider
from constructs_lib.guardrails.rules.state.state_http import StateHttp
from constructs_lib.guardrails.rules.tokens.audience import Audience
from constructs_lib.guardrails.rules.tokens.built_in_audience import BuiltInAudience
from constructs_lib.guardrails.rules.tokens.client_lifespan import ClientLifespan
from constructs_lib.guardrails.rules.tokens.declared_claims import DeclaredClaims
from constructs_lib.guardrails.rules.tokens.group_path import GroupPath
from constructs_lib.guardrails.rules.tokens.machine_offline import MachineOffline
from constructs_lib.guardrails.rules.tokens.machine_refresh import MachineRefresh
from constructs_lib.guardrails.rules.tokens.mapper_kind import MapperKind
from constructs_lib.guardrails.rules.tokens.mapper_targets import MapperTargets
from constructs_lib.guardrails.rules.tokens.offline_undeclared import OfflineUndeclared
from constructs_lib.guardrails.rules.tokens.roles_claim import RolesClaim
from constructs_lib.guardrails.rules.tokens.roles_single import RolesSingle
from constructs_lib.guardrails.rules.tokens.saml_rights import SamlRights
from constructs_lib.guardrails.rules.tokens.scripts import Scripts
from constructs_lib.guardrails.rules.tokens.token_type import TokenType

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

_JUDGES: tuple[Rule, ...] = (
    AssertionAge(),
    AssertionAlgorithm(),
    CertificatePattern(),
    CertificateUnbound(),
    ClientIdDot(),
    ClientPolicy(),
    DefaultScopesBasic(),
    DeviceFlow(),
    FlowsUnset(),
    FullScope(),
    ImplicitFlow(),
    OpenSettings(),
    PasswordGrant(),
    Pkce(),
    PublicServiceAccount(),
    RedirectHttp(),
    RedirectUserinfo(),
    RedirectWildcard(),
    RequestObjectUnsigned(),
    ScopesUnset(),
    WebOriginWildcard(),
    AdminPermission(),
    AdminRole(),
    BroadGrant(),
    CompositeRole(),
    DefaultGroup(),
    Exhaustive(),
    GroupFactor(),
    TeamEveryModel(),
    UndeclaredGroup(),
    WholeList(),
    BrokerHttp(),
    BrokerPkce(),
    BrokerSignature(),
    BrokerStoresTokens(),
    BrokerSync(),
    BrokerTrustsEmail(),
    BrokeredPeople(),
    DeclaredParty(),
    LdapPlain(),
    LdapTrustsEmail(),
    LdapTruststore(),
    LdapWritable(),
    SamlAssertions(),
    AssumedEmail(),
    LocalUser(),
    PermanentPassword(),
    AccessTokenLifespan(),
    BrowserHeaders(),
    BruteForce(),
    CodeLifespan(),
    DuplicateEmails(),
    EmailVerification(),
    EventDetails(),
    EventsOff(),
    FlowBinding(),
    FlowSteps(),
    BrokerFlow(),
    RealmAttributes(),
    KnownTypes(),
    SecondFactorFlow(),
    KeyFile(),
    KeySize(),
    MailTls(),
    PasswordPolicy(),
    RealmDefault(),
    RealmDefaultScopes(),
    RealmImplicit(),
    RealmSetting(),
    RefreshRotation(),
    SelfRegistration(),
    SessionEnd(),
    SignatureAlgorithm(),
    TlsNotRequired(),
    LiteralSecret(),
    OutputNotSensitive(),
    SecretCanary(),
    SecretConsumer(),
    SecretInState(),
    SecretPlace(),
    SecretReused(),
    SecretText(),
    VariableDefault(),
    VariableNotSensitive(),
    LocalState(),
    ProviderTls(),
    ProviderUrl(),
    ProviderVersion(),
    Audience(),
    ClientLifespan(),
    DeclaredClaims(),
    GroupPath(),
    MachineOffline(),
    OfflineUndeclared(),
    MachineRefresh(),
    MapperTargets(),
    RolesSingle(),
    TokenType(),
    ClientKeys(),
    SamlSignature(),
    AutoLink(),
    CustomFederation(),
    LoginWithoutCredential(),
    MasterRealm(),
    RolesClaim(),
    Scripts(),
    BuiltInAudience(),
    Malformed(),
    Nonsensitive(),
    Providers(),
    SecondProvider(),
    Provisioners(),
    Blocks(),
    PlanCode(),
    DataPrograms(),
    Modules(),
    StateHttp(),
    BackendArguments(),
    OtpPolicy(),
    PasskeyPolicy(),
    BrokerIdentity(),
    BrokerSessionNote(),
    MapperKind(),
    SamlRights(),
    ScopeRights(),
    BrokerKind(),
    BrokerGrant(),
    BrokerSettings(),
)

RULES: tuple[Rule, ...] = (*_JUDGES, IgnoredChanges(_JUDGES), Unread(_JUDGES), VariableDecides(_JUDGES))
"""Every rule that is applied; a test finds a file that is missing here."""
