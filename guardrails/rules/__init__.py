"""All rules, by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guardrails.rules.clients.assertion_age import AssertionAge
from guardrails.rules.clients.assertion_algorithm import AssertionAlgorithm
from guardrails.rules.clients.certificate_pattern import CertificatePattern
from guardrails.rules.clients.certificate_unbound import CertificateUnbound
from guardrails.rules.clients.client_id_dot import ClientIdDot
from guardrails.rules.clients.default_scopes_basic import DefaultScopesBasic
from guardrails.rules.clients.device_flow import DeviceFlow
from guardrails.rules.clients.flows_unset import FlowsUnset
from guardrails.rules.clients.full_scope import FullScope
from guardrails.rules.clients.implicit_flow import ImplicitFlow
from guardrails.rules.clients.password_grant import PasswordGrant
from guardrails.rules.clients.pkce import Pkce
from guardrails.rules.clients.public_service_account import PublicServiceAccount
from guardrails.rules.clients.redirect_http import RedirectHttp
from guardrails.rules.clients.redirect_wildcard import RedirectWildcard
from guardrails.rules.clients.request_object_unsigned import RequestObjectUnsigned
from guardrails.rules.clients.scopes_unset import ScopesUnset
from guardrails.rules.clients.web_origin_wildcard import WebOriginWildcard
from guardrails.rules.grants.admin_role import AdminRole
from guardrails.rules.grants.broad_grant import BroadGrant
from guardrails.rules.grants.exhaustive import Exhaustive
from guardrails.rules.grants.whole_list import WholeList
from guardrails.rules.identity.broker_http import BrokerHttp
from guardrails.rules.identity.broker_pkce import BrokerPkce
from guardrails.rules.identity.broker_signature import BrokerSignature
from guardrails.rules.identity.broker_stores_tokens import BrokerStoresTokens
from guardrails.rules.identity.broker_sync import BrokerSync
from guardrails.rules.identity.broker_trusts_email import BrokerTrustsEmail
from guardrails.rules.identity.ldap_plain import LdapPlain
from guardrails.rules.identity.ldap_trusts_email import LdapTrustsEmail
from guardrails.rules.identity.ldap_truststore import LdapTruststore
from guardrails.rules.identity.ldap_writable import LdapWritable
from guardrails.rules.identity.saml_assertions import SamlAssertions
from guardrails.rules.people.assumed_email import AssumedEmail
from guardrails.rules.people.local_user import LocalUser
from guardrails.rules.people.permanent_password import PermanentPassword
from guardrails.rules.realm.access_token_lifespan import AccessTokenLifespan
from guardrails.rules.realm.browser_headers import BrowserHeaders
from guardrails.rules.realm.brute_force import BruteForce
from guardrails.rules.realm.code_lifespan import CodeLifespan
from guardrails.rules.realm.duplicate_emails import DuplicateEmails
from guardrails.rules.realm.email_verification import EmailVerification
from guardrails.rules.realm.event_details import EventDetails
from guardrails.rules.realm.events_off import EventsOff
from guardrails.rules.realm.key_size import KeySize
from guardrails.rules.realm.mail_tls import MailTls
from guardrails.rules.realm.password_policy import PasswordPolicy
from guardrails.rules.realm.realm_default_scopes import RealmDefaultScopes
from guardrails.rules.realm.realm_implicit import RealmImplicit
from guardrails.rules.realm.refresh_rotation import RefreshRotation
from guardrails.rules.realm.self_registration import SelfRegistration
from guardrails.rules.realm.session_end import SessionEnd
from guardrails.rules.realm.signature_algorithm import SignatureAlgorithm
from guardrails.rules.realm.tls_not_required import TlsNotRequired
from guardrails.rules.secrets.literal_secret import LiteralSecret
from guardrails.rules.secrets.output_not_sensitive import OutputNotSensitive
from guardrails.rules.secrets.secret_canary import SecretCanary
from guardrails.rules.secrets.secret_consumer import SecretConsumer
from guardrails.rules.secrets.secret_in_state import SecretInState
from guardrails.rules.secrets.secret_text import SecretText
from guardrails.rules.secrets.variable_default import VariableDefault
from guardrails.rules.secrets.variable_not_sensitive import VariableNotSensitive
from guardrails.rules.state.local_state import LocalState
from guardrails.rules.state.provider_tls import ProviderTls
from guardrails.rules.tokens.audience import Audience
from guardrails.rules.tokens.client_lifespan import ClientLifespan
from guardrails.rules.tokens.group_path import GroupPath
from guardrails.rules.tokens.machine_offline import MachineOffline
from guardrails.rules.tokens.machine_refresh import MachineRefresh
from guardrails.rules.tokens.mapper_targets import MapperTargets
from guardrails.rules.tokens.roles_single import RolesSingle
from guardrails.rules.tokens.token_type import TokenType

if TYPE_CHECKING:
    from guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    AssertionAge(),
    AssertionAlgorithm(),
    CertificatePattern(),
    CertificateUnbound(),
    ClientIdDot(),
    DefaultScopesBasic(),
    DeviceFlow(),
    FlowsUnset(),
    FullScope(),
    ImplicitFlow(),
    PasswordGrant(),
    Pkce(),
    PublicServiceAccount(),
    RedirectHttp(),
    RedirectWildcard(),
    RequestObjectUnsigned(),
    ScopesUnset(),
    WebOriginWildcard(),
    AdminRole(),
    BroadGrant(),
    Exhaustive(),
    WholeList(),
    BrokerHttp(),
    BrokerPkce(),
    BrokerSignature(),
    BrokerStoresTokens(),
    BrokerSync(),
    BrokerTrustsEmail(),
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
    KeySize(),
    MailTls(),
    PasswordPolicy(),
    RealmDefaultScopes(),
    RealmImplicit(),
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
    SecretText(),
    VariableDefault(),
    VariableNotSensitive(),
    LocalState(),
    ProviderTls(),
    Audience(),
    ClientLifespan(),
    GroupPath(),
    MachineOffline(),
    MachineRefresh(),
    MapperTargets(),
    RolesSingle(),
    TokenType(),
)
"""Every rule that is applied; a test finds a file that is missing here."""
