"""Rules about OAuth clients."""

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

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
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
    ClientKeys(),
    SamlSignature(),
    ScopeRights(),
)
"""The topic's rules."""
