"""Secrets in variables, outputs and the state."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.secrets.output_not_sensitive import OutputNotSensitive
from constructs_lib.guardrails.rules.secrets.secret_in_state import SecretInState
from constructs_lib.guardrails.rules.secrets.secret_place import SecretPlace
from constructs_lib.guardrails.rules.secrets.variable_default import VariableDefault
from constructs_lib.guardrails.rules.secrets.variable_not_sensitive import VariableNotSensitive
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


WO = "client_secret_wo, which no state keeps, needs provider 5.9 and Terraform 1.11"


NONE = "no version of the provider has a write-only form of it"


CLIENT = {"realm_id": "ml", "client_id": "ui", "access_type": "CONFIDENTIAL"}


@pytest.mark.parametrize(
    ("resource_type", "arguments", "fault"),
    [
        ("keycloak_openid_client", {"client_secret": "${var.a}"}, f"client_secret: {WO}"),
        ("keycloak_oidc_identity_provider", {"client_secret": "${var.a}"}, f"client_secret: {WO}"),
        ("keycloak_oidc_google_identity_provider", {"client_secret": "${var.a}"}, f"client_secret: {NONE}"),
        ("keycloak_user", {"initial_password": {"value": "${var.a}"}}, f"initial_password.value: {NONE}"),
        ("keycloak_ldap_user_federation", {"bind_credential": "${var.a}"}, f"bind_credential: {NONE}"),
        ("keycloak_realm", {"smtp_server": {"auth": {"password": "${var.a}"}}}, f"smtp_server.auth.password: {NONE}"),
        ("keycloak_openid_client", CLIENT, f"client_secret, which Keycloak generates: {WO}"),
        ("random_password", {"length": 32}, "result: an ephemeral resource would not keep it"),
    ],
)
def test_secret_in_state_of_a_resource_is_named(resource_type: str, arguments: dict[str, object], fault: str) -> None:
    """Each secret that lands in the state is named, with the reason."""
    (found,) = faults_of(SecretInState(), {f"{resource_type}.It": arguments})

    assert found.endswith(f": the state holds {fault}")


def test_secret_in_state_of_an_output_is_named() -> None:
    """Outputs are kept in the state, sensitive or not."""
    output = {"client_secret": {"value": "${var.a}", "sensitive": True}}

    assert faults_of(SecretInState(), output=output, variable={"a": {"sensitive": True}}) == [
        "output 'client_secret': the state holds it: outputs are kept"
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        {"client_secret_wo": "${var.a}", "client_secret_wo_version": "1"},
        {"client_authenticator_type": "client-jwt"},
        {"client_authenticator_type": "federated-jwt", "client_secret": ""},
        {"access_type": "PUBLIC"},
    ],
)
def test_secret_in_state_none_passes(arguments: dict[str, object]) -> None:
    """Write-only secrets, clients with keys, public clients and empty secrets pass."""
    assert faults_of(SecretInState(), {"keycloak_openid_client.Ui": CLIENT | arguments}) == []


@pytest.mark.parametrize(
    "variable", [{"smtp_password": {"default": "canary"}}, {"key": {"default": "canary", "sensitive": True}}]
)
def test_variable_default_is_refused(variable: dict[str, object]) -> None:
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
def test_variable_default_no_default_passes(variable: dict[str, object]) -> None:
    """No default, an empty one, and defaults of other variables pass."""
    assert faults_of(VariableDefault(), variable=variable) == []


@pytest.mark.parametrize("name", ["smtp_password", "client_secret_of_ui", "bind_credential", "api_token", "ui_key"])
def test_variable_not_sensitive_open_variable_is_refused(name: str) -> None:
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
def test_variable_not_sensitive_other_variables_pass(variable: dict[str, object]) -> None:
    """Sensitive variables, and those about secrets, pass."""
    assert faults_of(VariableNotSensitive(), variable=variable) == []


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
def test_output_not_sensitive_open_secret_is_refused(value: object) -> None:
    """A secret variable or attribute is found in texts, maps, functions and conditions."""
    assert faults(value) == ["output 'it': it holds a secret and is not sensitive"]


@pytest.mark.parametrize(
    "value",
    [
        "${data.keycloak_openid_client.Found.extra_config}",
        '${data.keycloak_openid_client.Found.extra_config["client.secret.rotated"]}',
        '${lookup(data.keycloak_saml_client.Found.extra_config, var.url, "")}',
        "${jsonencode(values(data.keycloak_saml_client.Found.extra_config))}",
        "${data.keycloak_generic_protocol_mapper.Found.config}",
        "${data.keycloak_client_description_converter.Found.attributes}",
        "${jsonencode(data.keycloak_generic_protocol_mapper.Found)}",
        "${jsonencode(data.keycloak_client_description_converter.Found)}",
    ],
)
def test_output_not_sensitive_settings_that_an_apply_reads_are_refused(value: str) -> None:
    """Settings of a client that a data source finds hold its rotated secret and its private keys among others."""
    kinds = ("openid_client", "saml_client", "generic_protocol_mapper", "client_description_converter")
    data = {f"keycloak_{kind}": {"Found": {"realm_id": "ml"}} for kind in kinds}
    group = {"keycloak_group.G": {"realm_id": "ml", "name": "g", "attributes": {"k": value}}}
    variable = {"url": {"type": "string"}}
    output = {"it": {"value": value}}
    assert faults_of(OutputNotSensitive(), data=data, variable=variable, output=output) == [
        "output 'it': it holds a secret and is not sensitive"
    ]
    assert faults_of(SecretPlace(), group, data=data, variable=variable) == [
        "realm 'ml', group 'g': attributes.k is given a secret"
    ]


@pytest.mark.parametrize("value", ["${var.url}/realms", "${keycloak_openid_client.Ui.client_id}", "text"])
def test_output_not_sensitive_other_outputs_pass(value: str) -> None:
    """Outputs without a secret pass, and sensitive ones."""
    assert faults(value) == []
    assert faults("${var.key}", sensitive=True) == []


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [
        ("keycloak_openid_client", "client_secret"),
        ("keycloak_client_description_converter", "secret"),
        ("keycloak_saml_client", "signing_private_key"),
    ],
)
def test_secret_that_is_looked_up_is_named(kind: str, attribute: str) -> None:
    """A data source brings a client's secret into the state, whether somebody refers to it or not."""
    (found,) = faults_of(SecretInState(), data={kind: {"It": {"realm_id": "ml", "client_id": "grafana"}}})
    assert found.endswith(f": the state holds {attribute}, which the data source looks up")
    assert faults_of(SecretInState(), data={kind: {"It": {"realm_id": "ml", "client_id": "account"}}}) == []
