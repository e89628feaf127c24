"""Local accounts."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.people.local_user import LocalUser
from constructs_lib.guardrails.rules.people.permanent_password import PermanentPassword
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_local_account_is_refused() -> None:
    """An account with nothing behind it is named."""
    assert faults_of(LocalUser(), {"keycloak_user.Ada": {"realm_id": "ml", "username": "ada"}}) == [
        "realm 'ml', user 'ada': it is a local account"
    ]


@pytest.mark.parametrize("identity", [[], "${[]}"])
def test_account_linked_to_nothing_is_refused(identity: object) -> None:
    """A list without a link is no link."""
    user = {"realm_id": "ml", "username": "ada", "federated_identity": identity}

    assert faults_of(LocalUser(), {"keycloak_user.Ada": user}) == ["realm 'ml', user 'ada': it is a local account"]


def test_linked_account_passes() -> None:
    """An account of an identity provider passes."""
    identity = {"identity_provider": "corp", "user_id": "1", "user_name": "ada"}

    assert faults_of(LocalUser(), {"keycloak_user.Ada": {"username": "ada", "federated_identity": identity}}) == []


@pytest.mark.parametrize("password", [{}, {"temporary": False}])
def test_permanent_password_is_refused(password: dict[str, object]) -> None:
    """A password that stays, by choice or by default, is named."""
    user = {"realm_id": "ml", "username": "ada", "initial_password": {"value": "${var.password}", **password}}

    assert faults_of(PermanentPassword(), {"keycloak_user.Ada": user}) == [
        "realm 'ml', user 'ada': its first password is permanent"
    ]


@pytest.mark.parametrize("password", [None, {"temporary": True}, [{"temporary": True}], {"temporary": "${var.t}"}])
def test_temporary_password_passes(password: object) -> None:
    """A temporary password, none, and what is known only at apply pass."""
    user = {"username": "ada", "initial_password": password}

    assert faults_of(PermanentPassword(), {"keycloak_user.Ada": user}) == []
