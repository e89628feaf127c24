"""KC-IDP-HTTP."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.broker_http import BrokerHttp
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_http_is_refused() -> None:
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


def test_https_passes() -> None:
    """Https URLs, names that are no URL, and what is known only at apply pass."""
    broker = {
        "alias": "http",
        "single_sign_on_service_url": "https://corp.example.com/sso",
        "single_logout_service_url": "${var.logout}",
        "entity_id": "urn:example:keycloak",
    }

    assert faults_of(BrokerHttp(), {"keycloak_saml_identity_provider.Corp": broker}) == []
