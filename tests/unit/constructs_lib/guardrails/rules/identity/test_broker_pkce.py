"""KC-IDP-PKCE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.broker_pkce import BrokerPkce
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


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
def test_logins_without_pkce_are_refused(settings: dict[str, str] | None, fault: str) -> None:
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
def test_pkce_passes(arguments: dict[str, object]) -> None:
    """S256, what is known only at apply, and a provider that nobody logs in through pass."""
    assert faults_of(BrokerPkce(), {"keycloak_oidc_identity_provider.Corp": {"alias": "corp", **arguments}}) == []
