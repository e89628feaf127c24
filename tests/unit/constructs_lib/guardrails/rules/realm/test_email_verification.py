"""KC-EMAIL-VERIFICATION."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.email_verification import EmailVerification
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("verify", [False, None])
def test_unverified_addresses_are_named(verify: object) -> None:
    """A realm that does not verify, by choice or by default, is named."""
    realm = {"realm": "ml", "verify_email": verify}

    assert faults_of(EmailVerification(), {"keycloak_realm.Realm": realm}) == ["realm 'ml': verify_email is not on"]


@pytest.mark.parametrize("verify", [True, "${var.verify}"])
def test_verified_addresses_pass(verify: object) -> None:
    """A realm that verifies passes, and what is known only at apply."""
    realm = {"realm": "ml", "verify_email": verify}

    assert faults_of(EmailVerification(), {"keycloak_realm.Realm": realm}) == []
