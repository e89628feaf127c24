"""KC-IDP-TRUST-EMAIL."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.broker_trusts_email import BrokerTrustsEmail
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("kind", ["oidc", "saml", "oidc_google"])
def test_trust_is_refused(kind: str) -> None:
    """A provider whose addresses are trusted is named."""
    broker = {"realm": "ml", "alias": "corp", "trust_email": True}

    assert faults_of(BrokerTrustsEmail(), {f"keycloak_{kind}_identity_provider.Corp": broker}) == [
        "realm 'ml', identity provider 'corp': trust_email is on"
    ]


@pytest.mark.parametrize("trust", [False, None, "${var.trust}"])
def test_no_trust_passes(trust: object) -> None:
    """A provider that is not trusted passes, by choice or by default."""
    broker = {"alias": "corp", "trust_email": trust}

    assert faults_of(BrokerTrustsEmail(), {"keycloak_oidc_identity_provider.Corp": broker}) == []
