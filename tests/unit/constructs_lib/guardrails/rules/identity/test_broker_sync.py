"""KC-IDP-SYNC."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.broker_sync import BrokerSync
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("mode", ["IMPORT", "LEGACY", None])
def test_claims_read_once_are_named(mode: str | None) -> None:
    """Every other mode, and none, is named."""
    broker = {"realm": "ml", "alias": "corp", "sync_mode": mode}

    assert faults_of(BrokerSync(), {"keycloak_oidc_identity_provider.Corp": broker}) == [
        "realm 'ml', identity provider 'corp': sync_mode is not 'FORCE'"
    ]


@pytest.mark.parametrize("arguments", [{"sync_mode": "FORCE"}, {"sync_mode": "${var.mode}"}, {"link_only": True}])
def test_claims_read_always_pass(arguments: dict[str, object]) -> None:
    """FORCE, what is known only at apply, and a provider that nobody logs in through pass."""
    assert faults_of(BrokerSync(), {"keycloak_saml_identity_provider.Corp": {"alias": "corp", **arguments}}) == []
