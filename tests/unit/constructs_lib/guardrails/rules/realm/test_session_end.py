"""KC-SESSION-END."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.session_end import SessionEnd
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_endless_offline_session_is_refused() -> None:
    """Keycloak's default, offline sessions without end, is named."""
    assert faults_of(SessionEnd(), {"keycloak_realm.Realm": {"realm": "ml"}}) == [
        "realm 'ml': offline sessions have no end: offline_session_max_lifespan_enabled is not on"
    ]


@pytest.mark.parametrize(
    "argument", ["sso_session_max_lifespan", "sso_session_max_lifespan_remember_me", "client_session_max_lifespan"]
)
def test_endless_session_is_refused(argument: str) -> None:
    """A maximum of years is none."""
    realm = {"realm": "ml", "offline_session_max_lifespan_enabled": True, argument: "87600h"}

    assert faults_of(SessionEnd(), {"keycloak_realm.Realm": realm}) == [
        f"realm 'ml': {argument} is 87600h, more than 30 days"
    ]


@pytest.mark.parametrize("on", [True, "${var.on}"])
def test_sessions_that_end_pass(on: object) -> None:
    """Sessions that end within 30 days pass, and what is known only at apply."""
    realm = {"realm": "ml", "offline_session_max_lifespan_enabled": on, "sso_session_max_lifespan": "720h"}

    assert faults_of(SessionEnd(), {"keycloak_realm.Realm": realm}) == []
