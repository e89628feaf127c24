"""KC-VARIABLE-DEFAULT."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.secrets.variable_default import VariableDefault
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "variable", [{"smtp_password": {"default": "canary"}}, {"key": {"default": "canary", "sensitive": True}}]
)
def test_default_is_refused(variable: dict[str, object]) -> None:
    """A secret variable with a default is named, and the default not repeated."""
    (name,) = variable

    assert faults_of(VariableDefault(), variable=variable) == [
        f"variable '{name}': it holds a secret and has a default"
    ]


@pytest.mark.parametrize(
    "variable",
    [
        {"smtp_password": {"sensitive": True}},
        {"smtp_password": {"default": None}},
        {"smtp_password": {"default": ""}},
        {"keycloak_url": {"default": "https://sso.example.com"}},
    ],
)
def test_no_default_passes(variable: dict[str, object]) -> None:
    """No default, an empty one, and defaults of other variables pass."""
    assert faults_of(VariableDefault(), variable=variable) == []
