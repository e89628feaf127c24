"""KC-SECRET-CANARY."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.secrets.secret_canary import SecretCanary
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "name", ["TF_VAR_smtp_password", "KEYCLOAK_CLIENT_SECRET", "KEYCLOAK_PASSWORD", "MY_API_TOKEN"]
)
@pytest.mark.parametrize("text", ["only-plain-words", "a only-plain-words b", '${upper("only-plain-words")}'])
def test_value_of_a_secret_is_refused(name: str, text: str) -> None:
    """A secret of the environment is found by its value, however simple, and not repeated."""
    rule = SecretCanary({name: "only-plain-words"})

    assert faults_of(rule, {"keycloak_role.Role": {"description": text}}) == [
        f"keycloak_role: description holds the value of {name}"
    ]


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"TF_VAR_keycloak_url": "only-plain-words"},
        {"KEYCLOAK_PASSWORD_FILE": "only-plain-words"},
        {"KEYCLOAK_PASSWORD": "plain-words"},
        {"KEYCLOAK_PASSWORD": "other-plain-words"},
    ],
)
def test_other_values_pass(environment: dict[str, str]) -> None:
    """Values that are no secrets, short ones, and secrets that stand nowhere pass."""
    rule = SecretCanary(environment)

    assert faults_of(rule, {"keycloak_role.Role": {"description": "only-plain-words"}}) == []
