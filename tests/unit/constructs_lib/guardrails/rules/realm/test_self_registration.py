"""KC-SELF-REGISTRATION."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.self_registration import SelfRegistration
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_registration_is_refused() -> None:
    """An open realm is named."""
    realm = {"realm": "ml", "registration_allowed": True}

    assert faults_of(SelfRegistration(), {"keycloak_realm.Realm": realm}) == ["realm 'ml': registration_allowed is on"]


@pytest.mark.parametrize("allowed", [False, None, "${var.allowed}"])
def test_no_registration_passes(allowed: object) -> None:
    """A closed realm passes, by choice or by default."""
    realm = {"realm": "ml", "registration_allowed": allowed}

    assert faults_of(SelfRegistration(), {"keycloak_realm.Realm": realm}) == []
