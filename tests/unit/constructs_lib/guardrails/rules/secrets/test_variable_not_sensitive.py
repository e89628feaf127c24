"""KC-VARIABLE-SENSITIVE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.secrets.variable_not_sensitive import VariableNotSensitive
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", ["smtp_password", "client_secret_of_ui", "bind_credential", "api_token", "ui_key"])
def test_open_variable_is_refused(name: str) -> None:
    """A variable that is a secret by name, or by use, is named."""
    client = {"client_id": "ui", "client_secret": "${var.ui_key}"}
    open_key = {"ui_key": {"sensitive": name != "ui_key"}}

    assert faults_of(
        VariableNotSensitive(), {"keycloak_openid_client.Ui": client}, variable={**open_key, name: {"type": "string"}}
    ) == [f"variable '{name}': it holds a secret and is not sensitive"]


@pytest.mark.parametrize(
    "variable",
    [
        {"smtp_password": {"sensitive": True}},
        {"password_policy": {"type": "string"}},
        {"use_client_secret": {"type": "bool"}},
        {"keycloak_url": {"default": "https://sso.example.com"}},
    ],
)
def test_other_variables_pass(variable: dict[str, object]) -> None:
    """Sensitive variables, and those about secrets, pass."""
    assert faults_of(VariableNotSensitive(), variable=variable) == []
