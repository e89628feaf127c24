"""KC-ASSERTION-AGE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.clients.assertion_age import AssertionAge
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("authenticator", ["client-jwt", "client-secret-jwt"])
@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({}, "token.endpoint.auth.signing.max.exp is left out"),
        (
            {"token.endpoint.auth.signing.max.exp": "3600"},
            "token.endpoint.auth.signing.max.exp must be 1 to 300 seconds, got 3600",
        ),
    ],
)
def test_old_assertions_are_refused(authenticator: str, settings: dict[str, str], fault: str) -> None:
    """A client that proves itself by a JWT without a bound on its age, or with a long one, is named."""
    client = {"client_id": "batch", "client_authenticator_type": authenticator, "extra_config": settings}

    assert faults_of(AssertionAge(), {"keycloak_openid_client.Batch": client}) == [f"client 'batch': {fault}"]


@pytest.mark.parametrize(
    ("authenticator", "settings"),
    [
        ("client-jwt", {"token.endpoint.auth.signing.max.exp": "60"}),
        ("client-jwt", {"token.endpoint.auth.signing.max.exp": "${var.age}"}),
        ("client-secret", {}),
    ],
)
def test_fresh_assertions_pass(authenticator: str, settings: dict[str, str]) -> None:
    """A short bound passes, and so does a client that uses no assertion."""
    client = {"client_id": "batch", "client_authenticator_type": authenticator, "extra_config": settings}

    assert faults_of(AssertionAge(), {"keycloak_openid_client.Batch": client}) == []
