"""Identity providers."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.broker_http import BrokerHttp
from constructs_lib.guardrails.rules.identity.broker_pkce import BrokerPkce
from constructs_lib.guardrails.rules.identity.broker_settings import BrokerSettings
from constructs_lib.guardrails.rules.identity.broker_sync import BrokerSync
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_broker_http_is_refused() -> None:
    """Each http URL is named, those of `extra_config` too."""
    broker = {
        "realm": "ml",
        "alias": "corp",
        "token_url": "http://corp.example.com/token",
        "extra_config": {"tokenIntrospectionUrl": "http://corp.example.com/introspect"},
    }

    subject = "realm 'ml', identity provider 'corp'"
    assert faults_of(BrokerHttp(), {"keycloak_oidc_identity_provider.Corp": broker}) == [
        f"{subject}: token_url must use https, got 'http://corp.example.com/token'",
        f"{subject}: tokenIntrospectionUrl must use https, got 'http://corp.example.com/introspect'",
    ]


def test_broker_https_passes() -> None:
    """Https URLs, names that are no URL, and what is known only at apply pass."""
    broker = {
        "alias": "http",
        "single_sign_on_service_url": "https://corp.example.com/sso",
        "single_logout_service_url": "${var.logout}",
        "entity_id": "urn:example:keycloak",
    }

    assert faults_of(BrokerHttp(), {"keycloak_saml_identity_provider.Corp": broker}) == []


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        (None, "pkceEnabled is not 'true'"),
        ({"pkceEnabled": "false"}, "pkceEnabled is not 'true'"),
        ({"supportsClientAssertions": "true"}, "pkceEnabled is not 'true'"),
        ({"pkceEnabled": "true"}, "pkceMethod is not 'S256'"),
        ({"pkceEnabled": "true", "pkceMethod": "plain"}, "pkceMethod is not 'S256'"),
    ],
)
def test_broker_pkce_missing_are_refused(settings: dict[str, str] | None, fault: str) -> None:
    """No PKCE, and the plain method, are named."""
    broker = {"realm": "ml", "alias": "corp", "extra_config": settings}

    assert faults_of(BrokerPkce(), {"keycloak_oidc_identity_provider.Corp": broker}) == [
        f"realm 'ml', identity provider 'corp': {fault}"
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        {"extra_config": {"pkceEnabled": "true", "pkceMethod": "S256"}},
        {"extra_config": "${var.settings}"},
        {"link_only": True, "extra_config": {"supportsClientAssertions": "true"}},
    ],
)
def test_broker_pkce_passes(arguments: dict[str, object]) -> None:
    """S256, what is known only at apply, and a provider that nobody logs in through pass."""
    assert faults_of(BrokerPkce(), {"keycloak_oidc_identity_provider.Corp": {"alias": "corp", **arguments}}) == []


@pytest.mark.parametrize("mode", ["IMPORT", "LEGACY", None])
def test_broker_sync_claims_read_once_are_named(mode: str | None) -> None:
    """Every other mode, and none, is named."""
    broker = {"realm": "ml", "alias": "corp", "sync_mode": mode}

    assert faults_of(BrokerSync(), {"keycloak_oidc_identity_provider.Corp": broker}) == [
        "realm 'ml', identity provider 'corp': sync_mode is not 'FORCE'"
    ]


@pytest.mark.parametrize("arguments", [{"sync_mode": "FORCE"}, {"sync_mode": "${var.mode}"}, {"link_only": True}])
def test_broker_sync_claims_read_always_pass(arguments: dict[str, object]) -> None:
    """FORCE, what is known only at apply, and a provider that nobody logs in through pass."""
    assert faults_of(BrokerSync(), {"keycloak_saml_identity_provider.Corp": {"alias": "corp", **arguments}}) == []


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("disableNonce", "true", "disableNonce is on: an ID token that was issued for another login is taken"),
        (
            "disableTypeClaimCheck",
            "TRUE",
            "disableTypeClaimCheck is on: any JWT of the provider is taken for an ID token",
        ),
        (
            "jwtAuthorizationGrantEnabled",
            "true",
            "jwtAuthorizationGrantEnabled is on: clients trade tokens of the provider for ours with no login",
        ),
        ("validateSignature", "false", "validateSignature is off: signatures are not checked"),
        ("wantAssertionsSigned", "no", "wantAssertionsSigned is off: unsigned assertions are taken"),
        ("allowedClockSkew", "86400", "allowedClockSkew is 86400, more than 120"),
    ],
)
def test_broker_settings_that_prove_less_are_refused(key: str, value: str, fault: str) -> None:
    """A check that an entry of extra_config takes back is named."""
    broker = {"realm": "ml", "alias": "corp", "validate_signature": True, "extra_config": {key: value}}
    assert faults_of(BrokerSettings(), {"keycloak_oidc_identity_provider.Corp": broker}) == [
        f"realm 'ml', identity provider 'corp': {fault}"
    ]


@pytest.mark.parametrize(
    "settings",
    [
        None,
        {"disableNonce": "false", "validateSignature": "true", "allowedClockSkew": "30"},
        {"disableNonce": "${var.x}"},
    ],
)
def test_broker_settings_that_prove_enough_pass(settings: dict[str, str] | None) -> None:
    """Keycloak's defaults pass, and what is known only at apply."""
    broker = {"alias": "corp", "extra_config": settings}
    assert faults_of(BrokerSettings(), {"keycloak_oidc_identity_provider.Corp": broker}) == []
