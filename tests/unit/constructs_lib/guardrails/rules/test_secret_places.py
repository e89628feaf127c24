"""Where secrets are passed to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.rules.secrets.output_not_sensitive import OutputNotSensitive
from constructs_lib.guardrails.rules.secrets.secret_place import SecretPlace
from constructs_lib.guardrails.rules.secrets.secret_reused import SecretReused
from constructs_lib.guardrails.rules.secrets.variable_default import VariableDefault
from constructs_lib.guardrails.rules.secrets.variable_not_sensitive import VariableNotSensitive
from constructs_lib.guardrails.secrets.places import takes_secret
from constructs_lib.guardrails.terraform.resource import Resource
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.provider_schema import schema_file

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.unit

CLIENT = {"realm_id": "ml", "client_id": "ui"}
VARIABLES: dict[str, Any] = {
    "anything": {"sensitive": True},
    "pin": {"sensitive": True, "type": "number"},
    "ui_client_secret": {},
    "title": {"default": "Models"},
}
DATA: dict[str, Any] = {
    "keycloak_openid_client": {"Ui": CLIENT},
    "keycloak_realm": {"Ml": {"realm": "ml"}},
    "keycloak_saml_client_installation_provider": {"S": {"client_id": "s", "provider_id": "keycloak-saml"}},
}
CLIENTS: dict[str, dict[str, Any]] = {"keycloak_openid_client.Ui": CLIENT, "random_password.P": {"length": 32}}


@pytest.mark.parametrize(
    "secret",
    [
        "${var.anything}",
        "sealed: ${var.anything}",
        "${var.pin}",
        "${var.ui_client_secret}",
        "${local.copy}",
        '${local.table["ui"]}',
        '${lookup(local.table, "ui", "")}',
        '${var.anything != "" ? "a" : "b"}',
        "${keycloak_openid_client.Ui.client_secret}",
        "${random_password.P.result}",
        "${data.keycloak_openid_client.Ui.client_secret}",
        "${data.keycloak_openid_client.missing.client_secret}",
        "${data.keycloak_realm.Ml.smtp_server[0].auth[0].password}",
        "${data.keycloak_saml_client_installation_provider.S.value}",
        '${lookup(keycloak_openid_client.Ui, "client_secret", "")}',
        '${[for k, v in keycloak_openid_client.Ui : v if k == "client_secret"][0]}',
        "${merge(keycloak_openid_client.Ui, {}).client_secret}",
        "${keycloak_openid_client.Ui[var.title]}",
        "${keycloak_openid_client.Ui[terraform.workspace]}",
        "${values(data.keycloak_openid_client.Ui)[3]}",
        '${lookup(data.keycloak_realm.Ml, "smtp_server", "")}',
    ],
)
def test_secret_place_of_a_text_that_people_see_is_refused(secret: str) -> None:
    """A secret in a text for everybody is named, wherever it comes from."""
    resources = {**CLIENTS, "keycloak_realm_localization.L": {"realm_id": "ml", "texts": {"loginTitle": secret}}}
    json = {"variable": VARIABLES, "locals": {"copy": "${var.anything}", "table": {"ui": "${var.anything}"}}}

    assert faults_of(SecretPlace(), resources, data=DATA, **json) == [
        "realm 'ml', keycloak_realm_localization: texts.loginTitle is given a secret"
    ]


@pytest.mark.parametrize(
    ("address", "arguments", "path"),
    [
        ("keycloak_role.X", {"description": "${var.anything}"}, "description"),
        ("keycloak_role.X", {"attributes": {"password": "${var.anything}"}}, "attributes.password"),
        ("keycloak_group.X", {"attributes": {"client_secret": "${var.anything}"}}, "attributes.client_secret"),
        ("keycloak_user.X", {"attributes": {"k": "${var.anything}"}}, "attributes.k"),
        ("keycloak_openid_client.X", {"description": "${var.anything}"}, "description"),
        ("keycloak_openid_client.X", {"extra_config": {"a.secret": "${var.anything}"}}, "extra_config.a.secret"),
        ("keycloak_openid_client.X", {"login_theme": "${var.anything}"}, "login_theme"),
        ("keycloak_openid_client_scope.X", {"consent_screen_text": "${var.anything}"}, "consent_screen_text"),
        ("keycloak_openid_hardcoded_claim_protocol_mapper.X", {"claim_value": "${var.anything}"}, "claim_value"),
        ("keycloak_generic_protocol_mapper.X", {"config": {"secret": "${var.anything}"}}, "config.secret"),
        ("keycloak_realm.X", {"display_name_html": "${var.anything}"}, "display_name_html"),
        ("keycloak_realm.X", {"attributes": {"api_key": "${var.anything}"}}, "attributes.api_key"),
        ("keycloak_realm.X", {"smtp_server": [{"from": "${var.anything}"}]}, "smtp_server.from"),
        ("keycloak_oidc_identity_provider.X", {"authorization_url": "https://${var.anything}/"}, "authorization_url"),
    ],
)
def test_secret_place_of_any_argument_that_is_not_for_secrets_is_refused(
    address: str, arguments: dict[str, Any], path: str
) -> None:
    """An argument is judged by the provider's schema: what a map calls its entry does not hide it."""
    (fault,) = faults_of(SecretPlace(), {address: arguments}, variable=VARIABLES)
    assert fault.endswith(f": {path} is given a secret")


def test_secret_place_of_the_provider_and_of_data_is_refused() -> None:
    """A secret in an address goes to whoever has that address."""
    provider = {"keycloak": [{"url": "https://${var.anything}.example.com", "client_secret": "${var.anything}"}]}
    data = {"keycloak_role": {"R": {"realm_id": "ml", "name": "${var.anything}"}}}

    assert faults_of(SecretPlace(), provider=provider, data=data, variable=VARIABLES) == [
        "realm 'ml', role: name is given a secret",
        "provider 'keycloak': url is given a secret",
    ]


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("keycloak_openid_client.X", {"client_secret": "${var.anything}", "description": "${var.title}"}),
        ("keycloak_openid_client.X", {"client_secret_wo": '${lookup(local.table, "ui", "")}'}),
        ("keycloak_realm.X", {"smtp_server": [{"auth": [{"password": "${var.anything}"}]}]}),
        ("keycloak_ldap_user_federation.X", {"bind_credential": "${var.anything}"}),
        ("keycloak_user.X", {"initial_password": {"value": "${var.anything}"}}),
        ("keycloak_oidc_google_identity_provider.X", {"client_secret": "${var.anything}"}),
        ("keycloak_oidc_identity_provider.X", {"extra_config": {"clientSecret": "${var.anything}"}}),
        ("keycloak_custom_user_federation.X", {"config": {"bindCredential": "${var.anything}"}}),
        ("keycloak_role.X", {"description": "roles of ${keycloak_openid_client.Ui.client_id}"}),
        ("keycloak_role.X", {"client_id": "${keycloak_openid_client.Ui.id}"}),
        ("aws_secretsmanager_secret_version.X", {"secret_string": "${keycloak_openid_client.Ui.client_secret}"}),
    ],
)
def test_secret_place_for_secrets_passes(address: str, arguments: dict[str, Any]) -> None:
    """A secret in an argument for secrets passes, what is no secret anywhere, and what another provider keeps."""
    json = {"variable": VARIABLES, "locals": {"table": {"ui": "${var.anything}"}}}

    assert faults_of(SecretPlace(), {**CLIENTS, address: arguments}, **json) == []


LDAP = {"realm_id": "ml", "name": "corp", "connection_url": "ldaps://x.example.com"}
API = {"realm_id": "ml", "client_id": "api", "client_secret": "${var.anything}"}


@pytest.mark.parametrize(
    "secret",
    ["${var.anything}", "${keycloak_openid_client.Api.client_secret}", "${local.copy}"],
)
def test_secret_reused_is_refused(secret: str) -> None:
    """The secret of a client, sent to a directory, is named on both sides."""
    resources = {
        "keycloak_openid_client.Api": API,
        "keycloak_ldap_user_federation.Corp": {**LDAP, "bind_credential": secret},
    }

    faults = faults_of(SecretReused(), resources, variable=VARIABLES, locals={"copy": "${var.anything}"})

    assert faults == [
        "realm 'ml', client 'api': client_secret is given a secret that is another's too, var.anything",
        "realm 'ml', user federation 'corp': bind_credential is given a secret that is another's too, var.anything",
    ]


@pytest.mark.parametrize(
    "secret",
    ["${keycloak_openid_client.Api.client_secret}", '${lookup(data.keycloak_openid_client.Ui, "client_secret", "")}'],
)
def test_secret_reused_that_keycloak_made_is_refused(secret: str) -> None:
    """A secret that Keycloak makes up is its client's."""
    resources = {
        "keycloak_openid_client.Api": CLIENT,
        "keycloak_ldap_user_federation.Corp": {**LDAP, "bind_credential": secret},
    }

    (fault,) = faults_of(SecretReused(), resources, data=DATA)
    assert fault.startswith("realm 'ml', user federation 'corp': bind_credential is given a secret that is another's")


def test_secret_reused_passes_one_place_each() -> None:
    """One consumer a secret, both passwords of one keystore, and what the provider of each stack logs in with."""
    store = dict.fromkeys(["key_password", "keystore_password"], "${var.ui_client_secret}")
    resources: dict[str, dict[str, Any]] = {
        "keycloak_openid_client.Api": API,
        "keycloak_realm_keystore_java_keystore.K": {"realm_id": "ml", "name": "k", **store},
    }
    provider = {"keycloak": [{"client_secret": "${var.admin_client_secret}"}]}
    variable = {**VARIABLES, "admin_client_secret": {}}

    assert faults_of(SecretReused(), resources, provider=provider, variable=variable) == []


@pytest.mark.parametrize("version", ["4.5.0", "5.9.0"])
def test_secret_place_is_whatever_the_schema_marks(version: str) -> None:
    """Each argument that a schema marks as sensitive takes a secret."""
    (provider,) = json.loads(schema_file(version).read_text(encoding="utf-8"))["provider_schemas"].values()
    schemas = {**provider["resource_schemas"], "keycloak": provider["provider"]}
    marked = [(kind, path) for kind, schema in schemas.items() for path in _sensitive(schema["block"])]

    wrong = [each for each in marked if not takes_secret(Resource(each[0], "s", each[0], None, "s/x", {}), each[1])]
    assert wrong == []
    assert len(marked) > 5


def test_output_of_a_data_sources_secret_is_refused() -> None:
    """An output that hands on what a data source reads is a secret too."""
    output = {"o": {"value": "${data.keycloak_openid_client.Ui.client_secret}"}}

    assert faults_of(OutputNotSensitive(), output=output, data=DATA) == [
        "output 'o': it holds a secret and is not sensitive"
    ]


def _sensitive(block: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, attribute in block.get("attributes", {}).items():
        if attribute.get("sensitive"):
            yield (*path, name)
    for name, nested in block.get("block_types", {}).items():
        yield from _sensitive(nested["block"], (*path, name))


def test_secret_place_a_key_of_a_map_is_refused() -> None:
    """A secret in a key is shown as one in a value is; a key of another variable passes."""
    for key, found in (("${var.anything}", True), ("x-${var.anything}", True), ("${var.title}", False)):
        roles = {"keycloak_role.R": {"name": "r", "attributes": {key: "x"}}}
        expected = ["role 'r': attributes.… is given a secret"] if found else []
        assert faults_of(SecretPlace(), roles, variable=VARIABLES) == expected


@pytest.mark.parametrize(
    "argument", ["access_token", "client_secret", "jwt_signing_key", "password", "tls_client_private_key"]
)
def test_variable_not_sensitive_one_of_the_provider_is_refused(argument: str) -> None:
    """What the provider alone logs in with is a secret, whatever its variable is called."""
    provider = {"keycloak": {argument: "${var.k}"}}
    roles = {"keycloak_role.R": {"name": "r", "description": "${var.k}"}}
    plain: dict[str, Any] = {"provider": provider, "variable": {"k": {"default": "x"}}}
    assert faults_of(VariableNotSensitive(), **plain) == ["variable 'k': it holds a secret and is not sensitive"]
    assert faults_of(VariableDefault(), **plain) == ["variable 'k': it holds a secret and has a default"]
    assert faults_of(SecretPlace(), roles, **plain) == ["role 'r': description is given a secret"]
    assert faults_of(OutputNotSensitive(), **plain, output={"o": {"value": "${var.k}"}}) != []
    sealed: dict[str, Any] = {"provider": provider, "variable": {"k": {"sensitive": True}}}
    assert [faults_of(rule, **sealed) for rule in (VariableNotSensitive(), VariableDefault(), SecretPlace())] == [
        [] for _ in range(3)
    ]
