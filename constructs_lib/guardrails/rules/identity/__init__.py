"""Rules about directories and identity providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from constructs_lib.guardrails.rules.identity.ldap_cache import LdapCache
from constructs_lib.guardrails.rules.identity.ldap_identity import LdapIdentity
from constructs_lib.guardrails.rules.identity.ldap_plain import LdapPlain
from constructs_lib.guardrails.rules.identity.ldap_trusts_email import LdapTrustsEmail
from constructs_lib.guardrails.rules.identity.ldap_truststore import LdapTruststore
from constructs_lib.guardrails.rules.identity.ldap_writable import LdapWritable
from constructs_lib.guardrails.rules.identity.saml_assertions import SamlAssertions
from constructs_lib.guardrails.rules.identity.unproven_address import UnprovenAddress

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    BrokerHttp(),
    BrokerPkce(),
    BrokerSignature(),
    BrokerStoresTokens(),
    BrokerSync(),
    BrokerTrustsEmail(),
    BrokeredPeople(),
    DeclaredParty(),
    LdapCache(),
    LdapIdentity(),
    LdapPlain(),
    LdapTrustsEmail(),
    LdapTruststore(),
    LdapWritable(),
    SamlAssertions(),
    BrokerFlow(),
    AutoLink(),
    CustomFederation(),
    BrokerIdentity(),
    BrokerSessionNote(),
    BrokerKind(),
    BrokerGrant(),
    BrokerSettings(),
    UnprovenAddress(),
)
"""The topic's rules."""
