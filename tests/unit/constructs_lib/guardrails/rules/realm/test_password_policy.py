"""KC-PASSWORD-POLICY."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.password_policy import PasswordPolicy
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_no_policy_is_refused() -> None:
    """Keycloak's default, no policy, is named."""
    assert faults_of(PasswordPolicy(), {"keycloak_realm.Realm": {"realm": "ml"}}) == [
        "realm 'ml': it has no password policy"
    ]


@pytest.mark.parametrize("policy", ["length(8)", "notUsername", "maxLength(12) and upperCase(1)", ""])
def test_weak_policy_is_refused(policy: str) -> None:
    """A policy that accepts short passwords is named."""
    realm = {"realm": "ml", "password_policy": policy}

    assert faults_of(PasswordPolicy(), {"keycloak_realm.Realm": realm}) == [
        f"realm 'ml': its password policy '{policy}' accepts fewer than 12 characters"
    ]


@pytest.mark.parametrize("policy", ["length(12)", "notUsername and length(16)", "${var.policy}"])
def test_strong_policy_passes(policy: str) -> None:
    """12 characters, more, and what is known only at apply pass."""
    realm = {"realm": "ml", "password_policy": policy}

    assert faults_of(PasswordPolicy(), {"keycloak_realm.Realm": realm}) == []
