"""KC-LOCAL-USER."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.people.local_user import LocalUser
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_local_account_is_refused() -> None:
    """An account with nothing behind it is named."""
    assert faults_of(LocalUser(), {"keycloak_user.Ada": {"realm_id": "ml", "username": "ada"}}) == [
        "realm 'ml', user 'ada': it is a local account"
    ]


def test_linked_account_passes() -> None:
    """An account of an identity provider passes."""
    identity = {"identity_provider": "corp", "user_id": "1", "user_name": "ada"}

    assert faults_of(LocalUser(), {"keycloak_user.Ada": {"username": "ada", "federated_identity": identity}}) == []
