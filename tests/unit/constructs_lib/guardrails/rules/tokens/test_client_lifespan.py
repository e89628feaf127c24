"""KC-CLIENT-LIFESPAN."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.tokens.client_lifespan import ClientLifespan
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("lifespan", "seconds"), [("901", 901), ("86400", 86400), ("-1", -1)])
def test_long_lives_are_refused(lifespan: str, seconds: int) -> None:
    """More than 15 minutes is named, and so is a life as long as the session."""
    client = {"client_id": "batch", "access_token_lifespan": lifespan}

    assert faults_of(ClientLifespan(), {"keycloak_openid_client.Batch": client}) == [
        f"client 'batch': access_token_lifespan must be 1 to 900 seconds, got {seconds}"
    ]


@pytest.mark.parametrize("lifespan", ["900", "120", None, "${var.lifespan}"])
def test_short_lives_pass(lifespan: str | None) -> None:
    """15 minutes and less pass, and so does the realm's lifespan."""
    client = {"client_id": "batch", "access_token_lifespan": lifespan}

    assert faults_of(ClientLifespan(), {"keycloak_openid_client.Batch": client}) == []
