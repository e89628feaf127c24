"""Secrets that are handed to other providers, and what is no secret in place of one."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.secrets.output_not_sensitive import OutputNotSensitive
from constructs_lib.guardrails.rules.secrets.secret_place import SecretPlace
from constructs_lib.guardrails.rules.secrets.secret_public import SecretPublic
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

VARIABLES: dict[str, Any] = {"s": {"sensitive": True}, "plain": {}, "flag": {"type": "bool"}}
S = "${var.s}"


@pytest.mark.parametrize(
    ("address", "arguments", "path"),
    [
        ("kubernetes_config_map.C", {"data": {"x": S}}, "data.x"),
        ("kubernetes_config_map.C", {"data": {"client_secret": S}}, "data.client_secret"),
        ("aws_ssm_parameter.P", {"type": "String", "value": S}, "value"),
        ("aws_ssm_parameter.P", {"type": "${var.plain}", "value": S}, "value"),
        ("aws_ssm_parameter.P", {"type": "SecureString", "insecure_value": S}, "insecure_value"),
        ("aws_s3_object.O", {"content": "x ${keycloak_openid_client.Ui.client_secret}"}, "content"),
        ("aws_lambda_function.F", {"environment": {"variables": {"PASSWORD": S}}}, "environment.variables.PASSWORD"),
        ("restapi_object.O", {"data": S}, "data"),
        ("acme_thing_of_tomorrow.T", {"description": S}, "description"),
        ("kubernetes_secret.S", {"data": {"x": "y"}, "metadata": {"labels": {"x": S}}}, "metadata.labels.x"),
    ],
)
def test_secret_place_of_another_provider_is_refused(address: str, arguments: dict[str, Any], path: str) -> None:
    """Whatever is not known to be for secrets is refused, entries of maps with the name of a secret too."""
    resources: dict[str, dict[str, Any]] = {"keycloak_openid_client.Ui": {"client_id": "ui"}, address: arguments}
    (fault,) = faults_of(SecretPlace(), resources, variable=VARIABLES)
    assert fault.endswith(f": {path} is given a secret")


@pytest.mark.parametrize("arguments", [{"default_tags": {"tags": {"token": S}}}, {"region": S}])
def test_secret_place_of_another_providers_block_is_refused(arguments: dict[str, Any]) -> None:
    """Tags are on everything that a provider makes."""
    assert len(faults_of(SecretPlace(), provider={"aws": [arguments]}, variable=VARIABLES)) == 1


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("aws_ssm_parameter.P", {"type": "SecureString", "value": S}),
        ("aws_db_instance.D", {"password": S, "name": "${var.plain}"}),
        ("azurerm_key_vault_secret.K", {"value": S}),
        ("google_secret_manager_secret_version.G", {"secret_data": S}),
        ("kubernetes_secret.S", {"data": {"anything": S}}),
        ("vault_kv_secret_v2.V", {"data_json": '${jsonencode({"x" = var.s})}'}),
        ("restapi_object.O", {"data": "${keycloak_openid_client.Ui.client_id}"}),
    ],
)
def test_secret_place_of_a_secret_store_passes(address: str, arguments: dict[str, Any]) -> None:
    """Secret stores, and arguments with the name of a secret, are for secrets."""
    resources: dict[str, dict[str, Any]] = {"keycloak_openid_client.Ui": {"client_id": "ui"}, address: arguments}
    provider = {"kubernetes": [{"token": S}], "helm": [{"kubernetes": {"password": S}}]}
    assert faults_of(SecretPlace(), resources, provider=provider, variable=VARIABLES) == []


DATA: dict[str, Any] = {
    "keycloak_realm": {"Ml": {"realm": "ml"}},
    "keycloak_user": {"Ada": {"realm_id": "ml", "username": "ada"}},
    "vault_kv_secret_v2": {"V": {"mount": "kv", "name": "x"}},
    "aws_secretsmanager_secret_version": {"V": {"secret_id": "x"}},
}
GROUP: dict[str, dict[str, Any]] = {
    "keycloak_group.G": {"realm_id": "ml", "name": "g"},
    "random_password.P": {"length": 32},
}


@pytest.mark.parametrize("argument", ["client_secret", "client_secret_wo"])
@pytest.mark.parametrize(
    "public",
    [
        "${keycloak_group.G.id}",
        "${data.keycloak_realm.Ml.internal_id}",
        "${data.keycloak_realm.missing.id}",
        "x-${keycloak_group.G.id}",
        "${local.id}",
        '${var.flag ? var.s : "hunter2"}',
        "${var.flag ? var.s : keycloak_group.G.id}",
        "${random_password.P.id}",
        "${aws_s3_bucket.B.arn}",
    ],
)
def test_secret_public_is_refused(argument: str, public: str) -> None:
    """An id is no secret, whatever it is of, and neither is a text among what a secret may be."""
    resources: dict[str, dict[str, Any]] = {
        **GROUP,
        "aws_s3_bucket.B": {},
        "keycloak_openid_client.C": {"client_id": "c", argument: public},
    }
    json = {"variable": VARIABLES, "data": DATA, "locals": {"id": "${keycloak_group.G.id}"}}
    (fault,) = faults_of(SecretPublic(), resources, **json)
    assert fault.startswith(f"client 'c': {argument} may be ")


def test_secret_public_is_named() -> None:
    """The finding says which argument holds what."""
    resources: dict[str, dict[str, Any]] = {
        **GROUP,
        "keycloak_openid_client.C": {"client_id": "c", "client_secret": "${keycloak_group.G.id}"},
    }
    assert faults_of(SecretPublic(), resources) == [
        "client 'c': client_secret may be keycloak_group.G.id, which is no secret"
    ]


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("keycloak_user.U", {"username": "u", "initial_password": {"value": "${data.keycloak_realm.Ml.internal_id}"}}),
        ("keycloak_ldap_user_federation.L", {"name": "l", "bind_credential": "${keycloak_group.G.id}"}),
        ("keycloak_oidc_identity_provider.I", {"alias": "i", "client_secret": "${keycloak_group.G.id}"}),
    ],
)
def test_secret_public_of_whatever_takes_one_is_refused(address: str, arguments: dict[str, Any]) -> None:
    """Passwords of people and directories, and what identity providers are asked by, are judged alike."""
    (fault,) = faults_of(SecretPublic(), {**GROUP, address: arguments}, data=DATA)
    assert fault.endswith("which is no secret")


@pytest.mark.parametrize(
    "secret",
    [
        S,
        "${var.plain}",
        "${random_password.P.result}",
        "${data.aws_secretsmanager_secret_version.V.secret_string}",
        '${data.vault_kv_secret_v2.V.data["client"]}',
        "${var.flag ? var.s : var.plain}",
        "",
    ],
)
def test_secret_public_secrets_pass(secret: str) -> None:
    """Variables, what random_password made up and what a secret store holds pass; KC-SECRET-LITERAL judges texts."""
    resources: dict[str, dict[str, Any]] = {
        **GROUP,
        "keycloak_openid_client.C": {"client_id": "c", "client_secret": secret},
    }
    assert faults_of(SecretPublic(), resources, variable=VARIABLES, data=DATA) == []


@pytest.mark.parametrize(("attribute", "found"), [("email", True), ("first_name", True), ("id", False)])
def test_output_about_a_person_is_sensitive(attribute: str, *, found: bool) -> None:
    """A pipeline's log tells nobody's address; an id is no name."""
    value = f"mailto:${{data.keycloak_user.Ada.{attribute}}}"
    for output, wrong in (({"value": value}, found), ({"value": value, "sensitive": True}, False)):
        expected = ["output 'o': it says something of a person and is not sensitive"] if wrong else []
        assert faults_of(OutputNotSensitive(), output={"o": output}, data=DATA) == expected
