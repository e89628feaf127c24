"""KC-SIGNATURE-ALGORITHM."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.signature_algorithm import SignatureAlgorithm
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("algorithm", ["HS256", "HS512", "none"])
def test_weak_algorithm_of_a_realm_is_refused(algorithm: str) -> None:
    """HMAC and none are named."""
    realm = {"realm": "ml", "default_signature_algorithm": algorithm}

    assert faults_of(SignatureAlgorithm(), {"keycloak_realm.Realm": realm}) == [
        f"realm 'ml': default_signature_algorithm is '{algorithm}'"
    ]


@pytest.mark.parametrize("key", ["access.token.signed.response.alg", "id.token.signed.response.alg"])
def test_weak_algorithm_of_a_client_is_refused(key: str) -> None:
    """A client that asks for HMAC is named."""
    client = {"realm_id": "ml", "client_id": "ui", "extra_config": {key: "HS256"}}

    assert faults_of(SignatureAlgorithm(), {"keycloak_openid_client.Ui": client}) == [
        f"realm 'ml', client 'ui': {key} is 'HS256'"
    ]


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "EdDSA", "${var.algorithm}", None])
def test_asymmetric_algorithm_passes(algorithm: str | None) -> None:
    """Asymmetric algorithms, Keycloak's default RS256 and what is known only at apply pass."""
    resources: dict[str, dict[str, object]] = {
        "keycloak_realm.Realm": {"realm": "ml", "default_signature_algorithm": algorithm},
        "keycloak_openid_client.Ui": {"extra_config": {"access.token.signed.response.alg": algorithm}},
    }

    assert faults_of(SignatureAlgorithm(), resources) == []
