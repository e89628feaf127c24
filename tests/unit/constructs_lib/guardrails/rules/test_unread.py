"""How values are written."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules import RULES
from constructs_lib.guardrails.rules.expressions.ignored_changes import IgnoredChanges
from constructs_lib.guardrails.rules.expressions.unread import Unread
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

OTHERS = [rule for rule in RULES if not isinstance(rule, Unread | IgnoredChanges)]
CLIENT = {"realm_id": "ml", "client_id": "ui", "standard_flow_enabled": True}
UI = "realm 'ml', client 'ui'"


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"implicit_flow_enabled": '${var.x == "prod"}'}, "implicit_flow_enabled"),
        ({"implicit_flow_enabled": '${file("flag")}'}, "implicit_flow_enabled"),
        ({"implicit_flow_enabled": "${var.x == var.x}"}, "implicit_flow_enabled"),
        ({"implicit_flow_enabled": "${terraform.workspace}"}, "implicit_flow_enabled"),
        ({"implicit_flow_enabled": "${keycloak_openid_client.Ui.enabled}"}, "implicit_flow_enabled"),
        ({"implicit_flow_enabled": "${var.x}${var.x}"}, "implicit_flow_enabled"),
        ({"extra_config": {"oidc.ciba.grant.enabled": "${var.x != null}"}}, "oidc.ciba.grant.enabled"),
        ({"access_token_lifespan": "\uff13\uff16\uff10\uff10\uff10\uff10"}, "access_token_lifespan"),
        ({"access_token_lifespan": "1e999999999"}, "access_token_lifespan"),
        ({"access_token_lifespan": float("inf")}, "access_token_lifespan"),
        ({"client_session_max_lifespan": "${keycloak_openid_client.Ui.id}"}, "client_session_max_lifespan"),
        ({"access_type": "${keycloak_realm_events.E.id}"}, "access_type"),
        ({"valid_redirect_uris": ["${keycloak_group.G.path}"]}, "valid_redirect_uris"),
        ({"for_each": "${{for k in [terraform.workspace] : k => k if k != k}}"}, "count or for_each"),
        ({"count": "${terraform.workspace}"}, "count or for_each"),
        ({"count": "${var.none}"}, "count or for_each"),
        ({"for_each": "${var.empty}"}, "count or for_each"),
        ({"implicit_flow_enabled": "${var.x ? true : false}"}, "implicit_flow_enabled"),
        ({"valid_redirect_uris": ['${var.x ? "https://a/cb" : "https://a/*"}']}, "valid_redirect_uris"),
        ({"valid_redirect_uris": '${var.x ? [] : ["https://a/*"]}'}, "valid_redirect_uris"),
        (
            {"extra_config": {"access.token.header.type.rfc9068": '${lookup(var.x, "t", "false")}'}},
            "access.token.header.type.rfc9068",
        ),
        ({"client_secret": '${coalesce(var.x, "canary")}'}, "client_secret"),
        ({"access_type": "PUBLIC${var.x}"}, "access_type"),
        ({"extra_config": {"access.token.header.type.rfc9068": "f${var.x}alse"}}, "access.token.header.type.rfc9068"),
        ({"count": "${var.x ? 1 : 0}"}, "count or for_each"),
        ({"for_each": '${var.x ? {a = "b"} : {}}'}, "count or for_each"),
    ],
)
def test_unread_arguments_are_refused(arguments: dict[str, Any], argument: str) -> None:
    """What a rule needs and cannot read is an error for Keycloak's resources."""
    others = {"keycloak_realm_events.E": {"realm_id": "PUBLIC"}, "keycloak_group.G": {"realm_id": "ml", "name": "*"}}
    resources = {"keycloak_openid_client.Ui": {**CLIENT, **arguments}, **others}

    variable = {"x": {}, "none": {"default": 0}, "empty": {"default": {}}}

    assert faults_of(Unread(OTHERS), resources, variable=variable) == [
        f"{UI}: {argument} cannot be read before an apply"
    ]


def test_the_id_of_an_identity_provider_is_its_alias() -> None:
    """What the provider calls an id is a name that the code says: a claim by that name is read."""
    resource = {
        "keycloak_oidc_identity_provider": {"I": {"realm": "ml", "alias": "roles"}},
        "keycloak_group": {"G": {"realm_id": "ml", "name": "${keycloak_oidc_identity_provider.I.id}"}},
    }
    (group,) = Configuration({"stack": {"resource": resource}}).resources("keycloak_group")

    assert group.value("name") == "roles"


@pytest.mark.parametrize("lifespan", ["+1000h", "-1h", "1d", "\uff11h", "60"])
def test_unread_durations_are_refused(lifespan: str) -> None:
    """What the provider may take for a duration, and is none of the plain form, is no silence."""
    realm = {"realm": "ml", "access_token_lifespan": lifespan}

    assert faults_of(Unread(OTHERS), {"keycloak_realm.R": realm}) == [
        "realm 'ml': access_token_lifespan cannot be read before an apply"
    ]


def test_unread_blocks_that_may_be_there_are_refused() -> None:
    """A block that a condition makes, or does not, is none that a rule may rely on."""
    detection = {"for_each": "${[for x in [1] : x if terraform.workspace != terraform.workspace]}", "content": {}}
    realm = {"realm": "ml", "dynamic": {"security_defenses": detection}}

    assert "realm 'ml': security_defenses.brute_force_detection cannot be read before an apply" in faults_of(
        Unread(OTHERS), {"keycloak_realm.R": realm}
    )


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ('object({a = optional(string, "https://x/*")})', True),
        ("list(object({a = string}))", True),
        ("map( string )", False),
        ("any", False),
    ],
)
def test_unread_types_with_defaults_of_their_own_are_refused(kind: str, *, refused: bool) -> None:
    """An object's type may fill in what the variable's default leaves out; other types add nothing."""
    client = {**CLIENT, "valid_redirect_uris": "${[for k, v in var.x : v]}"}
    faults = faults_of(
        Unread(OTHERS), {"keycloak_openid_client.Ui": client}, variable={"x": {"type": kind, "default": {}}}
    )

    assert faults == ([f"{UI}: valid_redirect_uris cannot be read before an apply"] if refused else [])


def test_unread_what_a_data_source_reads_is_refused() -> None:
    """The server tells what somebody's code wrote there before: an address, and the name of a role's client."""
    data = {"keycloak_realm": {"Own": {"realm": "ml"}}}
    client = {**CLIENT, "valid_redirect_uris": ['${data.keycloak_realm.Own.attributes["uri"]}']}

    assert faults_of(Unread(OTHERS), {"keycloak_openid_client.Ui": client}, data=data) == [
        f"{UI}: valid_redirect_uris cannot be read before an apply"
    ]


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"config": {"claim.name": "ro${var.x}les", "claim.value": "fraud:manage"}}, "claim.name"),
        ({"config": {"included.custom.audience": "acc${var.x}ount"}}, "included.custom.audience"),
        ({"protocol_mapper": "oidc-${var.x}hardcoded-claim-mapper"}, "protocol_mapper"),
    ],
)
def test_unread_settings_of_mappers_are_refused(arguments: dict[str, Any], argument: str) -> None:
    """A text in part hides which claim, audience or kind of mapper it is."""
    mapper = {"protocol": "openid-connect", "protocol_mapper": "oidc-hardcoded-claim-mapper", **arguments}
    faults = faults_of(Unread(OTHERS), {"keycloak_generic_protocol_mapper.M": mapper}, variable={"x": {}})

    assert faults == [f"protocol mapper: {argument} cannot be read before an apply"]


def test_unread_realm_that_may_be_master_is_refused() -> None:
    """A realm's name in part passes, unless it may turn out to be the realm master."""
    assert faults_of(Unread(OTHERS), {"keycloak_role.R": {"realm_id": "ma${var.x}ster"}}, variable={"x": {}}) == [
        "role: realm_id cannot be read before an apply"
    ]


def test_unread_passes_texts_of_mappers_that_any_value_may_fill() -> None:
    """An address with a variable in it is an audience of its own."""
    mapper = {
        "protocol": "openid-connect",
        "protocol_mapper": "oidc-audience-mapper",
        "config": {"included.custom.audience": "https://${var.x}/api"},
    }

    assert faults_of(Unread(OTHERS), {"keycloak_generic_protocol_mapper.M": mapper}, variable={"x": {}}) == []


def test_unread_flags_of_providers_and_data_are_refused() -> None:
    """The provider's own block is judged, and what a data source looks up."""
    provider = {"keycloak": [{"tls_insecure_skip_verify": "${var.x ? true : false}"}]}

    assert faults_of(Unread(OTHERS), provider=provider, variable={"x": {}}) == [
        "provider 'keycloak': tls_insecure_skip_verify cannot be read before an apply"
    ]


def test_unread_secrets_of_other_providers_are_a_warning() -> None:
    """Of third parties' resources the rules look at secrets alone."""
    resources = {"vault_mount.M": {"token": '${var.x ? "a" : "b"}', "path": '${var.x ? "a" : "b"}'}}
    stack = {"resource": {"vault_mount": {"M": resources["vault_mount.M"]}}, "variable": {"x": {}}}
    found = list(Unread(OTHERS).judge(Configuration({"stack": stack})))

    assert [(each.fault, str(each.level)) for each in found] == [("token cannot be read before an apply", "warning")]


@pytest.mark.parametrize(
    "arguments",
    [
        {"implicit_flow_enabled": "${var.x}"},
        {"implicit_flow_enabled": "${!true}"},
        {"valid_redirect_uris": ["https://${var.x}/cb", "${keycloak_realm.R.internal_id}"]},
        {"valid_redirect_uris": '${concat(var.x, ["https://a/cb"])}'},
        {"extra_config": '${merge(var.x, {"access.token.header.type.rfc9068" = "true"})}'},
        {"client_secret": "${sensitive(var.x)}"},
        {"count": "${var.x}"},
        {"description": '${var.x ? "one" : "other"}'},
        {"realm_id": "ml-${var.x}", "client_id": "${var.x}-ui", "name": "UI of ${var.x}"},
    ],
)
def test_unread_passes_what_an_apply_alone_knows(arguments: dict[str, Any]) -> None:
    """Variables, attributes and texts with them pass, and so does what no rule looks at."""
    resources = {"keycloak_openid_client.Ui": {**CLIENT, **arguments}, "keycloak_realm.R": {"realm": "ml"}}

    assert faults_of(Unread(OTHERS), resources, variable={"x": {"type": "any"}}) == []


@pytest.mark.parametrize(
    ("address", "argument"),
    [
        ("keycloak_realm.It", "attributes"),
        ("keycloak_group.It", "attributes"),
        ("keycloak_role.It", "attributes"),
        ("keycloak_user.It", "attributes"),
        ("keycloak_realm_localization.It", "texts"),
    ],
)
def test_keys_that_are_expressions_are_unread(address: str, argument: str) -> None:
    """A key says what a value is about; one that is known, and a variable alone, pass."""
    for value, hidden in (
        ({"${var.n}": "x"}, True),
        ({"a": "x", "a-${var.n}": "${var.m}"}, True),
        ('${merge(var.more, {a = "x"})}', True),
        ({"a": "${var.m}", "${local.b}": "x"}, False),
        ("${var.more}", False),
    ):
        faults = faults_of(Unread(()), {address: {argument: value}}, locals={"b": "b"}, variable={"n": {}, "more": {}})
        assert [each.partition(": ")[2] for each in faults] == (
            [f"{argument} cannot be read before an apply"] if hidden else []
        )
