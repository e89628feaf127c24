"""KC-PERMANENT-PASSWORD."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.people.permanent_password import PermanentPassword
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


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
