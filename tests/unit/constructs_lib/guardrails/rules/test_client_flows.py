"""How clients may get tokens."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.clients.client_id_dot import ClientIdDot
from constructs_lib.guardrails.rules.clients.default_scopes_basic import DefaultScopesBasic
from constructs_lib.guardrails.rules.clients.flows_unset import FlowsUnset
from constructs_lib.guardrails.rules.clients.open_settings import OpenSettings
from constructs_lib.guardrails.rules.clients.pkce import Pkce
from constructs_lib.guardrails.rules.clients.public_service_account import PublicServiceAccount
from constructs_lib.guardrails.rules.clients.request_object_unsigned import RequestObjectUnsigned
from constructs_lib.guardrails.rules.clients.scopes_unset import ScopesUnset
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


FLOWS = (
    "standard_flow_enabled",
    "implicit_flow_enabled",
    "direct_access_grants_enabled",
    "service_accounts_enabled",
)


@pytest.mark.parametrize("missing", FLOWS)
def test_flows_unset_flow_left_out_is_refused(missing: str) -> None:
    """Each flow that is not written is named: the provider would not see it change."""
    client: dict[str, Any] = {"client_id": "ui", **{flow: False for flow in FLOWS if flow != missing}}

    assert faults_of(FlowsUnset(), {"keycloak_openid_client.Ui": client}) == [f"client 'ui': {missing} is left out"]


@pytest.mark.parametrize("value", [True, False, "${var.enabled}"])
def test_flows_unset_written_flows_pass(value: bool | str) -> None:  # noqa: FBT001 - a parameter of the test
    """What is written, on, off or by a variable, passes."""
    client: dict[str, Any] = {"client_id": "ui", **dict.fromkeys(FLOWS, value)}

    assert faults_of(FlowsUnset(), {"keycloak_openid_client.Ui": client}) == []


@pytest.mark.parametrize(
    ("method", "fault"),
    [(None, "PKCE is not required"), ("", "PKCE is not required"), ("plain", "PKCE must be S256, got 'plain'")],
)
def test_pkce_missing_is_refused(method: str | None, fault: str) -> None:
    """A client with the authorization code flow that asks for no challenge, or a plain one, is named."""
    client = {"client_id": "ui", "standard_flow_enabled": True, "pkce_code_challenge_method": method}

    assert faults_of(Pkce(), {"keycloak_openid_client.Ui": client}) == [f"client 'ui': {fault}"]


@pytest.mark.parametrize(("flow", "method"), [(True, "S256"), (True, "${var.method}"), (False, None)])
def test_pkce_s256_passes(flow: bool, method: str | None) -> None:  # noqa: FBT001 - a parameter of the test
    """S256, and a client without the flow, pass."""
    client = {"client_id": "ui", "standard_flow_enabled": flow, "pkce_code_challenge_method": method}

    assert faults_of(Pkce(), {"keycloak_openid_client.Ui": client}) == []


def test_public_service_account_a_machine_without_a_credential_is_refused() -> None:
    """A public client with a service account is named."""
    client = {"client_id": "batch", "access_type": "PUBLIC", "service_accounts_enabled": True}

    assert faults_of(PublicServiceAccount(), {"keycloak_openid_client.Batch": client}) == [
        "client 'batch': a public client has a service account"
    ]


@pytest.mark.parametrize(("access_type", "account"), [("CONFIDENTIAL", True), ("PUBLIC", False)])
def test_public_service_account_machines_with_a_credential_pass(access_type: str, account: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A confidential client with a service account passes, and a public one without."""
    client = {"client_id": "batch", "access_type": access_type, "service_accounts_enabled": account}

    assert faults_of(PublicServiceAccount(), {"keycloak_openid_client.Batch": client}) == []


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        (None, "request.object.signature.alg is left out"),
        ({"request.object.signature.alg": "any"}, "request.object.signature.alg must be set, got 'any'"),
        ({"request.object.signature.alg": "none"}, "request.object.signature.alg must be set, got 'none'"),
    ],
)
def test_request_object_unsigned_is_refused(settings: dict[str, str] | None, fault: str) -> None:
    """A client with the authorization code flow that takes `none` is named."""
    client = {"client_id": "ui", "standard_flow_enabled": True, "extra_config": settings}

    assert faults_of(RequestObjectUnsigned(), {"keycloak_openid_client.Ui": client}) == [f"client 'ui': {fault}"]


@pytest.mark.parametrize(
    ("flow", "settings"),
    [(True, {"request.object.signature.alg": "ES256"}), (True, "${var.settings}"), (False, None)],
)
def test_request_object_signed_passes(flow: bool, settings: dict[str, str] | str | None) -> None:  # noqa: FBT001 - a parameter of the test
    """An algorithm that is written out passes, and so does a client without the flow."""
    client = {"client_id": "ui", "standard_flow_enabled": flow, "extra_config": settings}

    assert faults_of(RequestObjectUnsigned(), {"keycloak_openid_client.Ui": client}) == []


def test_scopes_unset_scopes_left_to_keycloak_are_refused() -> None:
    """A client without a list of scopes, default or optional, is named."""
    assert faults_of(ScopesUnset(), {"keycloak_openid_client.Ui": {"client_id": "ui", "access_type": "PUBLIC"}}) == [
        "client 'ui': its default scopes are left to Keycloak",
        "client 'ui': its optional scopes are left to Keycloak",
    ]


def test_scopes_unset_written_scopes_pass() -> None:
    """Lists pass, an empty one too; one list for many clients counts for each; a bearer-only client needs none."""
    resources: dict[str, dict[str, Any]] = {
        "keycloak_openid_client.Many": {
            "for_each": '${toset(["a", "b"])}',
            "client_id": "${each.key}",
            "access_type": "CONFIDENTIAL",
        },
        "keycloak_openid_client_default_scopes.Many": {
            "for_each": '${toset(["a", "b"])}',
            "client_id": "${keycloak_openid_client.Many[each.key].id}",
            "default_scopes": ["basic"],
        },
        "keycloak_openid_client_optional_scopes.Many": {
            "for_each": '${toset(["a", "b"])}',
            "client_id": "${keycloak_openid_client.Many[each.key].id}",
            "optional_scopes": [],
        },
        "keycloak_openid_client.Api": {"client_id": "api", "access_type": "BEARER-ONLY"},
    }

    assert faults_of(ScopesUnset(), resources) == []


ADDRESS = "keycloak_openid_client_default_scopes.Scopes"


@pytest.mark.parametrize("scopes", [[], ["profile", "email"]])
def test_default_scopes_basic_a_list_without_it_is_refused(scopes: list[str]) -> None:
    """Without `basic` a token has no `sub`."""
    assert faults_of(DefaultScopesBasic(), {ADDRESS: {"realm_id": "ml", "default_scopes": scopes}}) == [
        "realm 'ml', keycloak_openid_client_default_scopes: the client's default scopes lack 'basic'"
    ]


@pytest.mark.parametrize("scopes", [["basic", "ml-base"], ["${var.scope}"]])
def test_default_scopes_basic_a_list_with_it_passes(scopes: list[str]) -> None:
    """It is there, or may be."""
    assert faults_of(DefaultScopesBasic(), {ADDRESS: {"default_scopes": scopes}}) == []


def test_client_id_dot_a_dot_is_named() -> None:
    """A client id with a dot is named."""
    assert faults_of(ClientIdDot(), {"keycloak_openid_client.Ui": {"client_id": "com.example.ui"}}) == [
        "client 'com.example.ui': client id must have no dot, got 'com.example.ui'"
    ]


@pytest.mark.parametrize("client_id", ["scoring-ui", "${var.client_id}"])
def test_client_id_dot_one_word_passes(client_id: str) -> None:
    """A client id of one word passes, and so does one that only an apply knows."""
    assert faults_of(ClientIdDot(), {"keycloak_openid_client.Ui": {"client_id": client_id}}) == []


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        *(
            (key, "true", f"{key} is on")
            for key in (
                "oidc.ciba.grant.enabled",
                "oauth2.jwt.authorization.grant.enabled",
                "oauth2.device.authorization.grant.enabled",
            )
        ),
        (
            "standard.token.exchange.enabled",
            "TRUE",
            "standard.token.exchange.enabled is on, of a client that no exchange is declared for",
        ),
        ("request.uris", "https://a.example.com/r##*", "request.uris has a wildcard, '*'"),
        ("post.logout.redirect.uris", "*", "post.logout.redirect.uris has a wildcard, '*'"),
        ("jwks.url", "http://${var.host}/jwks", "jwks.url must use https, got 'http://${…}/jwks'"),
        (
            "backchannel.logout.url",
            "HTTP://a.example.com",
            "backchannel.logout.url must use https, got 'HTTP://a.example.com'",
        ),
        ("logoUri", "http://a.example.com/logo.png", "logoUri must use https, got 'http://a.example.com/logo.png'"),
        (
            "some.url.of.tomorrow",
            "http://a.example.com",
            "some.url.of.tomorrow must use https, got 'http://a.example.com'",
        ),
        ("client.secret.rotated", "${var.other_secret}", "client.secret.rotated is a second secret"),
        ("pkce.code.challenge.method", "plain", "pkce.code.challenge.method must be S256, got 'plain'"),
    ],
)
def test_open_settings_are_refused(key: str, value: str, fault: str) -> None:
    """A setting that says what an argument may not is named."""
    client = {"client_id": "ui", "extra_config": {key: value}}

    assert faults_of(OpenSettings(), {"keycloak_openid_client.Ui": client}) == [f"client 'ui': {fault}"]


@pytest.mark.parametrize(
    "settings",
    [
        {"oidc.ciba.grant.enabled": "false", "standard.token.exchange.enabled": "false"},
        {"request.uris": "https://a.example.com/r", "post.logout.redirect.uris": "+"},
        {"jwks.url": "https://a.example.com/jwks", "backchannel.logout.url": "http://127.0.0.1/logout"},
        {"pkce.code.challenge.method": "S256"},
        {"client.secret.rotated": ""},
        {"saml_signature_canonicalization_method": "http://www.w3.org/2001/10/xml-exc-c14n#"},
        {},
    ],
)
def test_open_settings_that_are_closed_pass(settings: dict[str, str]) -> None:
    """Settings that are off, and https addresses in full, pass; so does the exchange of a declared consumer."""
    consumer = {
        "for_each": {"agent": {}},
        "client_id": "${each.key}",
        "extra_config": {"standard.token.exchange.enabled": "true"},
        "//": {"metadata": {"path": "ml/Access/Consumers/Client"}},
    }
    clients = {"keycloak_openid_client.Ui": {"client_id": "ui", "extra_config": settings}}

    assert faults_of(OpenSettings(), {**clients, "keycloak_openid_client.Consumers": consumer}) == []
