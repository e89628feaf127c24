"""Variables that decide about access."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.clients.full_scope import FullScope
from constructs_lib.guardrails.rules.expressions.variable_decides import VariableDecides
from constructs_lib.guardrails.rules.grants.admin_role import AdminRole
from constructs_lib.guardrails.rules.state.provider_tls import ProviderTls
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

RULE = VariableDecides([FullScope(), AdminRole(), ProviderTls()])
VARIABLES = {
    "x": {"type": "bool"},
    "off": {"default": False},
    "role": {"type": "string"},
    "roles": {"type": "map(string)"},
}
UI = {"realm_id": "ml", "client_id": "ui"}


@pytest.mark.parametrize(
    ("address", "arguments", "fault"),
    [
        ("keycloak_openid_client.Ui", {**UI, "full_scope_allowed": "${var.x}"}, "client 'ui': full_scope_allowed"),
        ("keycloak_user_roles.R", {"realm_id": "ml", "role_ids": ["${var.role}"]}, "keycloak_user_roles: role_ids"),
        (
            "keycloak_group_roles.R",
            {"realm_id": "ml", "role_ids": ['${var.roles["a"]}']},
            "keycloak_group_roles: role_ids",
        ),
        ("keycloak_role.R", {"realm_id": "ml", "composite_roles": "${var.roles}"}, "role: composite_roles"),
    ],
)
def test_variable_that_decides_is_named(address: str, arguments: dict[str, Any], fault: str) -> None:
    """A flag or a role that is nothing but a variable is warned of."""
    assert faults_of(RULE, {address: arguments}, variable=VARIABLES) == [
        f"realm 'ml', {fault} is a variable without a default, whose value no rule has seen"
    ]


@pytest.mark.parametrize(
    ("kind", "arguments", "name"),
    [
        ("openid_user_attribute_protocol_mapper", {"claim_name": "${var.role}"}, "claim_name"),
        ("generic_protocol_mapper", {"config": {"claim.name": "${var.role}"}}, "claim.name"),
        ("generic_protocol_mapper", {"config": "${var.roles}"}, "config"),
        ("generic_protocol_mapper", {"config": '${merge(var.roles, {"claim.value" = "x"})}'}, "config"),
        ("generic_protocol_mapper", {"protocol_mapper": "${var.role}"}, "protocol_mapper"),
        (
            "openid_client",
            {"extra_config": {"access.token.signed.response.alg": "${var.role}"}},
            "access.token.signed.response.alg",
        ),
        ("openid_client", {"access_token_lifespan": "${var.role}"}, "access_token_lifespan"),
        ("required_action", {"config": {"max_auth_age": "${var.role}"}}, "max_auth_age"),
        ("openid_client", {"client_session_idle_timeout": "${var.role}"}, "client_session_idle_timeout"),
        ("openid_client", {"pkce_code_challenge_method": "${var.role}"}, "pkce_code_challenge_method"),
        ("realm", {"realm": "own", "otp_policy": [{"algorithm": "${var.role}"}]}, "algorithm"),
        ("workflow", {"step": [{"config": "${var.roles}"}]}, "config"),
    ],
)
def test_variable_that_decides_about_tokens_is_named(kind: str, arguments: dict[str, Any], name: str) -> None:
    """Claims, whole tables of settings, signatures, proofs and lifetimes, whatever resource they are in."""
    (fault,) = faults_of(RULE, {f"keycloak_{kind}.X": {"realm_id": "ml", **arguments}}, variable=VARIABLES)
    assert fault.endswith(f": {name} is a variable without a default, whose value no rule has seen")


def test_variable_that_decides_about_tls_is_named() -> None:
    """Keycloak's provider counts, too."""
    provider = {"keycloak": [{"tls_insecure_skip_verify": "${var.x}"}]}
    assert faults_of(RULE, provider=provider, variable=VARIABLES) == [
        "provider 'keycloak': tls_insecure_skip_verify is a variable without a default, whose value no rule has seen"
    ]


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("keycloak_openid_client.Ui", {**UI, "full_scope_allowed": "${var.off}", "name": "${var.role}"}),
        ("keycloak_user_roles.R", {"user_id": "${var.role}", "role_ids": ["${keycloak_role.Own.id}"]}),
    ],
)
def test_variable_with_a_default_and_names_pass(address: str, arguments: dict[str, Any]) -> None:
    """A default is judged as the value; names and references decide nothing."""
    assert faults_of(RULE, {address: arguments, "keycloak_role.Own": {"name": "own"}}, variable=VARIABLES) == []
