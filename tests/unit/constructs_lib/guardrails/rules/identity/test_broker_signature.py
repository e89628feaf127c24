"""KC-IDP-SIGNATURE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.identity.broker_signature import BrokerSignature
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("kind", ["oidc", "saml"])
@pytest.mark.parametrize("validate", [False, None])
def test_no_check_is_refused(kind: str, validate: object) -> None:
    """A provider that is not checked, by choice or by default, is named by its alias."""
    broker = {"realm": "ml", "alias": "corp", "client_id": "keycloak", "validate_signature": validate}

    assert faults_of(BrokerSignature(), {f"keycloak_{kind}_identity_provider.Corp": broker}) == [
        "realm 'ml', identity provider 'corp': validate_signature is not on"
    ]


@pytest.mark.parametrize("validate", [True, "${var.validate}"])
def test_check_passes(validate: object) -> None:
    """A provider that is checked passes, and what is known only at apply."""
    resources: dict[str, dict[str, object]] = {
        "keycloak_oidc_identity_provider.Corp": {"alias": "corp", "validate_signature": validate},
        "keycloak_oidc_google_identity_provider.Google": {"realm": "ml"},
    }

    assert faults_of(BrokerSignature(), resources) == []
