"""KC-ASSERTION-ALG."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.assertion_algorithm import AssertionAlgorithm
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({}, "token.endpoint.auth.signing.alg is left out"),
        (
            {"token.endpoint.auth.signing.alg": "HS256"},
            "token.endpoint.auth.signing.alg must be asymmetric, got 'HS256'",
        ),
    ],
)
def test_any_algorithm_is_refused(settings: dict[str, str], fault: str) -> None:
    """A client that proves itself by a key, and names no algorithm or a symmetric one, is named."""
    client = {"client_id": "batch", "client_authenticator_type": "client-jwt", "extra_config": settings}

    assert faults_of(AssertionAlgorithm(), {"keycloak_openid_client.Batch": client}) == [f"client 'batch': {fault}"]


@pytest.mark.parametrize(
    ("authenticator", "algorithm"),
    [("client-jwt", "ES256"), ("client-jwt", "EdDSA"), ("client-jwt", "${var.alg}"), ("client-secret", None)],
)
def test_asymmetric_passes(authenticator: str, algorithm: str | None) -> None:
    """An asymmetric algorithm passes, and so does a client without a key."""
    settings = {"token.endpoint.auth.signing.alg": algorithm}
    client = {"client_id": "batch", "client_authenticator_type": authenticator, "extra_config": settings}

    assert faults_of(AssertionAlgorithm(), {"keycloak_openid_client.Batch": client}) == []
