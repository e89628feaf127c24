"""KC-REALM-TOKEN-LIFESPAN."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.access_token_lifespan import AccessTokenLifespan
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_long_lifespan_is_refused() -> None:
    """More than a quarter of an hour is named."""
    realm = {"realm": "ml", "access_token_lifespan": "1h"}

    assert faults_of(AccessTokenLifespan(), {"keycloak_realm.Realm": realm}) == [
        "realm 'ml': access tokens live 1h, more than 15m"
    ]


@pytest.mark.parametrize("lifespan", ["15m", "300s", "${var.lifespan}", None])
def test_short_lifespan_passes(lifespan: str | None) -> None:
    """15 minutes, less, what is known only at apply, and Keycloak's own 5 minutes pass."""
    realm = {"realm": "ml", "access_token_lifespan": lifespan}

    assert faults_of(AccessTokenLifespan(), {"keycloak_realm.Realm": realm}) == []
