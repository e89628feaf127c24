"""KC-CODE-LIFESPAN."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.code_lifespan import CodeLifespan
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_long_lifespan_is_refused() -> None:
    """More than a minute is named."""
    realm = {"realm": "ml", "access_code_lifespan": "1m1s"}

    assert faults_of(CodeLifespan(), {"keycloak_realm.Realm": realm}) == [
        "realm 'ml': authorization codes live 1m1s, more than 1m"
    ]


@pytest.mark.parametrize("lifespan", ["1m", "30s", "${var.lifespan}", None])
def test_short_lifespan_passes(lifespan: str | None) -> None:
    """A minute, less, what is known only at apply, and Keycloak's own minute pass."""
    realm = {"realm": "ml", "access_code_lifespan": lifespan}

    assert faults_of(CodeLifespan(), {"keycloak_realm.Realm": realm}) == []
