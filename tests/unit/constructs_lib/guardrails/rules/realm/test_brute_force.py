"""KC-BRUTE-FORCE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.brute_force import BruteForce
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("defenses", [None, [], {"headers": {"x_frame_options": "DENY"}}])
def test_no_detection_is_refused(defenses: object) -> None:
    """A realm without the block, Keycloak's default, is named."""
    realm = {"realm": "ml", "security_defenses": defenses}

    assert faults_of(BruteForce(), {"keycloak_realm.Realm": realm}) == ["realm 'ml': brute-force detection is off"]


def test_limit_that_stops_nobody_is_refused() -> None:
    """A thousand guesses are as many as no limit."""
    realm = {"realm": "ml", "security_defenses": {"brute_force_detection": {"max_login_failures": 1000}}}

    assert faults_of(BruteForce(), {"keycloak_realm.Realm": realm}) == [
        "realm 'ml': an account is locked only after 1000 wrong passwords"
    ]


@pytest.mark.parametrize("block", [{}, {"max_login_failures": 5}, {"max_login_failures": "${var.failures}"}])
def test_detection_passes(block: dict[str, object]) -> None:
    """The block passes, its default of 30 failures included; blocks may stand in lists."""
    realm = {"realm": "ml", "security_defenses": [{"brute_force_detection": [block]}]}

    assert faults_of(BruteForce(), {"keycloak_realm.Realm": realm}) == []
