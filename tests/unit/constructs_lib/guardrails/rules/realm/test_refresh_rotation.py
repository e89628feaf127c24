"""KC-REFRESH-ROTATION."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.refresh_rotation import RefreshRotation
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({}, "revoke_refresh_token is not on"),
        ({"revoke_refresh_token": False}, "revoke_refresh_token is not on"),
        ({"revoke_refresh_token": True, "refresh_token_max_reuse": 1}, "refresh_token_max_reuse is 1"),
    ],
)
def test_reuse_is_refused(arguments: dict[str, object], fault: str) -> None:
    """No rotation, by default or by choice, and a token that works twice are named."""
    realm = {"realm": "ml", **arguments}

    assert faults_of(RefreshRotation(), {"keycloak_realm.Realm": realm}) == [f"realm 'ml': {fault}"]


@pytest.mark.parametrize("on", [True, "${var.on}"])
def test_rotation_passes(on: object) -> None:
    """Rotation without reuse passes, and what is known only at apply."""
    realm = {"realm": "ml", "revoke_refresh_token": on, "refresh_token_max_reuse": 0}

    assert faults_of(RefreshRotation(), {"keycloak_realm.Realm": realm}) == []
