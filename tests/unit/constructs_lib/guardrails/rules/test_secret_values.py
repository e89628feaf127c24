"""Secrets that are no texts, and what keeps a secret that makes nothing of it."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.declaration.kept_secret import KEPT_SECRET
from constructs_lib.guardrails.rules.secrets.literal_secret import LiteralSecret
from constructs_lib.guardrails.rules.secrets.output_not_sensitive import OutputNotSensitive
from constructs_lib.guardrails.rules.secrets.secret_place import SecretPlace
from constructs_lib.guardrails.rules.secrets.variable_default import VariableDefault
from constructs_lib.guardrails.rules.secrets.variable_not_sensitive import VariableNotSensitive
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("door_pin", "number"),
        ("pin", None),
        ("pin_code_of_hsm", "number"),
        ("admin_password", "number"),
        ("passcode", "string"),
        ("client_secret", "bool"),
        ("ui_client_secret_2", "number"),
    ],
)
def test_variable_not_sensitive_of_any_type_is_refused(name: str, kind: str | None) -> None:
    """A PIN is a number: what it is called says that it is a secret, whatever its type."""
    variable: dict[str, Any] = {name: {"type": kind, "default": 0} if kind else {"default": "4711"}}
    assert faults_of(VariableNotSensitive(), variable=variable) == [
        f"variable '{name}': it holds a secret and is not sensitive"
    ]
    assert faults_of(VariableDefault(), variable=variable) == [
        f"variable '{name}': it holds a secret and has a default"
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("max_tokens", "number"),
        ("token_budget", "number"),
        ("password_history", "number"),
        ("secret_ttl_seconds", "number"),
        ("min_password_digits", "number"),
        ("secret_rotation", "number"),
        ("spin", "number"),
        ("pinned", "bool"),
        ("reset_password", "bool"),
        ("use_client_secret", "bool"),
        ("password_enabled", "bool"),
        ("store_token", "bool"),
    ],
)
def test_variable_that_is_about_a_secret_passes(name: str, kind: str) -> None:
    """What measures a secret, counts tokens, or says whether there is one, is none."""
    variable: dict[str, Any] = {name: {"type": kind, "default": 1}}
    assert faults_of(VariableNotSensitive(), variable=variable) == []
    assert faults_of(VariableDefault(), variable=variable) == []


def test_variable_not_sensitive_used_as_a_number_is_refused() -> None:
    """A number that is somebody's first password is a secret by its use."""
    user = {"keycloak_user.U": {"username": "u", "initial_password": {"value": "${var.start}"}}}
    assert faults_of(VariableNotSensitive(), user, variable={"start": {"type": "number"}}) == [
        "variable 'start': it holds a secret and is not sensitive"
    ]


@pytest.mark.parametrize(
    "json",
    [
        {"locals": {"door_pin": "${var.x}"}},
        {"locals": {"hsm": {"user_pin": "${var.x}"}}},
        {"output": {"door_pin": {"value": "${var.x}", "sensitive": True}}},
    ],
)
def test_variable_not_sensitive_called_a_secret_elsewhere_is_refused(json: dict[str, Any]) -> None:
    """What a local value or an output calls a secret is one, and so is the variable that it comes from."""
    variable: dict[str, Any] = {"x": {"type": "number"}}
    assert faults_of(VariableNotSensitive(), variable=variable, **json) == [
        "variable 'x': it holds a secret and is not sensitive"
    ]
    assert faults_of(VariableNotSensitive(), variable={"x": {"sensitive": True}}, **json) == []


@pytest.mark.parametrize(
    ("json", "fault"),
    [
        ({"locals": {"door_pin": 4711}}, "local value 'door_pin': door_pin is written out"),
        ({"locals": {"door_pin": "${4000 + 711}"}}, "local value 'door_pin': door_pin is written out"),
        ({"locals": {"hsm": {"userPin": 4711}}}, "local value 'hsm': hsm.userPin is written out"),
        ({"locals": {"admin_password": True}}, "local value 'admin_password': admin_password is written out"),
        ({"output": {"door_pin": {"value": 4711}}}, "output 'door_pin': door_pin is written out"),
    ],
)
def test_literal_secret_that_is_a_number_is_refused(json: dict[str, Any], fault: str) -> None:
    """A number is as readable in code as a text."""
    assert faults_of(LiteralSecret(), **json) == [fault]


def test_literal_secret_that_is_a_number_of_a_resource_is_refused() -> None:
    """The same in an argument; a flag of a secret's name is none there."""
    user = {"keycloak_user.U": {"username": "u", "initial_password": {"value": 4711}}}
    assert faults_of(LiteralSecret(), user) == ["user 'u': initial_password.value is written out"]
    kind = {"config": {"credentials": "webauthn", "included": "false"}}
    assert faults_of(LiteralSecret(), {"keycloak_authentication_execution_config.C": kind}) == []
    assert faults_of(LiteralSecret(), {"x_thing.T": kind}) == ["x_thing: config.credentials is written out"]
    assert faults_of(LiteralSecret(), {"x_thing.T": {"password": True, "client_secret_wo_version": 3}}) == []


def test_literal_secret_of_numbers_about_secrets_passes() -> None:
    """Counts, and flags that ask, pass."""
    values = {"max_tokens": 4096, "secret_rotation": 2, "reset_password": True, "pins": "${var.x}", "pin_length": 4}
    assert faults_of(LiteralSecret(), locals=values) == []


def test_output_called_a_secret_is_refused() -> None:
    """An output says by its name what it holds, whatever it comes from."""
    outputs: dict[str, dict[str, Any]] = {
        "admin_password": {"value": "${x_thing.T.login}"},
        "token_endpoint": {"value": "https://x"},
    }
    assert faults_of(OutputNotSensitive(), output=outputs) == [
        "output 'admin_password': it holds a secret and is not sensitive"
    ]
    outputs["admin_password"]["sensitive"] = True
    assert faults_of(OutputNotSensitive(), output=outputs) == []


SECRET: dict[str, Any] = {"s": {"sensitive": True}, "title": {}}


@pytest.mark.parametrize(
    ("address", "arguments", "path"),
    [
        ("terraform_data.X", {"input": "${var.s}"}, "input"),
        ("terraform_data.X", {"input": {"a": ["x-${var.s}"]}}, "input.a"),
        ("terraform_data.X", {"input": {"password": "${var.title}"}}, "input.password"),
        ("terraform_data.X", {"triggers_replace": ["${sha256(var.s)}"]}, "triggers_replace"),
        ("null_resource.X", {"triggers": {"a": "${var.s}"}}, "triggers.a"),
        ("random_password.X", {"length": 20, "keepers": {"a": "${var.s}"}}, "keepers.a"),
        ("time_rotating.X", {"triggers": {"a": "${keycloak_openid_client.C.client_secret}"}}, "triggers.a"),
        ("local_file.X", {"filename": "x", "content": "${var.s}"}, "content"),
    ],
)
def test_secret_place_in_what_only_keeps_it_is_refused(address: str, arguments: dict[str, Any], path: str) -> None:
    """Inputs, triggers and keepers hold a secret in the state for nothing, and their output hands it on."""
    client = {"keycloak_openid_client.C": {"client_id": "c"}}
    (found,) = faults_of(SecretPlace(), {address: arguments, **client}, variable=SECRET)
    assert found.endswith(f": {path} is given a secret")


def test_output_of_a_kept_secret_is_refused() -> None:
    """What `terraform_data` hands on, by way of others too, is what it was given."""
    output = {"o": {"value": "${terraform_data.Y.output.k}"}}
    kept: dict[str, dict[str, Any]] = {
        "terraform_data.X": {"input": {"k": "${var.s}"}},
        "terraform_data.Y": {"input": "${terraform_data.X.output}"},
    }
    assert [each.rpartition(": ")[2] for each in faults_of(SecretPlace(), kept, variable=SECRET)] == [
        f"{path} is given a secret" for path in ("input.k", "input.k")
    ]
    assert faults_of(OutputNotSensitive(), kept, variable=SECRET, output=output) == [
        "output 'o': it holds a secret and is not sensitive"
    ]


def test_secret_place_in_what_keeps_others_passes() -> None:
    """Names and ids may trigger a change."""
    resources: dict[str, dict[str, Any]] = {
        "terraform_data.X": {"input": "${var.title}", "triggers_replace": ["${keycloak_openid_client.C.id}"]},
        "null_resource.X": {"triggers": {"a": "${keycloak_openid_client.C.client_id}"}},
        "local_sensitive_file.X": {"filename": "x", "content": "${var.s}"},
        "keycloak_openid_client.C": {"client_id": "c", "client_secret": "${var.s}"},
    }
    assert faults_of(SecretPlace(), resources, variable=SECRET) == []


def test_mask_is_no_secret() -> None:
    """Keycloak's mask keeps what a directory or an identity provider has; as a client's secret it is one."""
    sources: dict[str, dict[str, Any]] = {
        "keycloak_ldap_user_federation.L": {"name": "people", "bind_credential": KEPT_SECRET},
        "keycloak_oidc_identity_provider.P": {"alias": "corp", "client_secret": KEPT_SECRET},
    }
    assert faults_of(LiteralSecret(), sources) == []
    client = {"keycloak_openid_client.C": {"client_id": "batch", "client_secret": KEPT_SECRET}}
    assert faults_of(LiteralSecret(), client) == ["client 'batch': client_secret is written out"]
    other = {"keycloak_ldap_user_federation.L": {"name": "people", "bind_credential": "hunter2"}}
    assert len(faults_of(LiteralSecret(), other)) == 1
