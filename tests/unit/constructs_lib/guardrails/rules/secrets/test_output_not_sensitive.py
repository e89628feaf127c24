"""KC-OUTPUT-SENSITIVE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.secrets.output_not_sensitive import OutputNotSensitive
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

RESOURCES: dict[str, dict[str, object]] = {
    "keycloak_openid_client.Ui": {"client_id": "ui", "client_secret": "${var.key}"},
    "keycloak_openid_client.Other": {"client_id": "other"},
    "random_password.It": {"length": 32},
}


def faults(value: object, *, sensitive: bool = False) -> list[str]:
    """Judge one output of a stack with clients, a generated password and a secret variable."""
    output = {"it": {"value": value, "sensitive": sensitive}}
    return faults_of(
        OutputNotSensitive(), RESOURCES, output=output, variable={"key": {"sensitive": True}, "url": {"default": "x"}}
    )


@pytest.mark.parametrize(
    "value",
    [
        "${var.key}",
        "secret: ${nonsensitive(var.key)}",
        {"secret": "${var.key}"},
        "${jsonencode({key = var.key})}",
        '${var.url == "" ? var.key : null}',
        "${keycloak_openid_client.Ui.client_secret}",
        "${keycloak_openid_client.Other.client_secret}",
        "${random_password.It.result}",
    ],
)
def test_open_secret_is_refused(value: object) -> None:
    """A secret variable or attribute is found in texts, maps, functions and conditions."""
    assert faults(value) == ["output 'it': it holds a secret and is not sensitive"]


@pytest.mark.parametrize("value", ["${var.url}/realms", "${keycloak_openid_client.Ui.client_id}", "text"])
def test_other_outputs_pass(value: str) -> None:
    """Outputs without a secret pass, and sensitive ones."""
    assert faults(value) == []
    assert faults("${var.key}", sensitive=True) == []
