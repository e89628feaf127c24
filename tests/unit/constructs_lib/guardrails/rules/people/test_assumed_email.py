"""KC-EMAIL-ASSUMED."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.people.assumed_email import AssumedEmail
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_declared_address_is_named() -> None:
    """An address that is verified by declaration is named."""
    user = {"realm_id": "ml", "username": "ada", "email": "ada@example.com", "email_verified": True}

    assert faults_of(AssumedEmail(), {"keycloak_user.Ada": user}) == [
        "realm 'ml', user 'ada': its e-mail address is declared verified, and was not"
    ]


@pytest.mark.parametrize("verified", [False, None, "${var.verified}"])
def test_unverified_address_passes(verified: object) -> None:
    """An address that is still to be verified passes."""
    assert faults_of(AssumedEmail(), {"keycloak_user.Ada": {"username": "ada", "email_verified": verified}}) == []
