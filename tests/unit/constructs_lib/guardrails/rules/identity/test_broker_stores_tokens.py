"""KC-IDP-STORE-TOKEN."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.broker_stores_tokens import BrokerStoresTokens
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("kind", ["oidc", "saml", "oidc_google", "oidc_github"])
@pytest.mark.parametrize("store", [True, None])
def test_stored_tokens_are_refused(kind: str, store: object) -> None:
    """A provider that stores them, by choice or by default, is named."""
    broker = {"realm": "ml", "alias": "corp", "store_token": store}

    assert faults_of(BrokerStoresTokens(), {f"keycloak_{kind}_identity_provider.Corp": broker}) == [
        "realm 'ml', identity provider 'corp': store_token is not off"
    ]


@pytest.mark.parametrize("store", [False, "${var.store}"])
def test_no_stored_tokens_pass(store: object) -> None:
    """A provider that stores none passes, and what is known only at apply."""
    broker = {"alias": "corp", "store_token": store}

    assert faults_of(BrokerStoresTokens(), {"keycloak_oidc_identity_provider.Corp": broker}) == []
