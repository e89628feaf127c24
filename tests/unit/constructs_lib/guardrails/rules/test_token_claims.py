"""What tokens say."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.tokens.group_path import GroupPath
from constructs_lib.guardrails.rules.tokens.mapper_targets import MapperTargets
from constructs_lib.guardrails.rules.tokens.roles_single import RolesSingle
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        ("keycloak_openid_group_membership_protocol_mapper", {}),
        ("keycloak_openid_group_membership_protocol_mapper", {"full_path": True}),
        (
            "keycloak_generic_protocol_mapper",
            {
                "protocol": "openid-connect",
                "protocol_mapper": "oidc-group-membership-mapper",
                "config": {"full.path": "true"},
            },
        ),
    ],
)
def test_group_path_paths_are_named(resource_type: str, arguments: dict[str, Any]) -> None:
    """A mapper that writes paths, as the typed one does by default, is named."""
    faults = faults_of(GroupPath(), {f"{resource_type}.Groups": {"name": "groups", **arguments}})

    assert [fault.partition("': ")[2] for fault in faults] == ["it writes the full path of each group"]


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        ("keycloak_openid_group_membership_protocol_mapper", {"full_path": False}),
        (
            "keycloak_generic_protocol_mapper",
            {"protocol": "openid-connect", "protocol_mapper": "oidc-group-membership-mapper", "config": {}},
        ),
        (
            "keycloak_generic_protocol_mapper",
            {"protocol": "saml", "protocol_mapper": "saml-group-membership-mapper", "config": {"full.path": "true"}},
        ),
    ],
)
def test_group_path_names_pass(resource_type: str, arguments: dict[str, Any]) -> None:
    """Names alone pass; a generic mapper writes them by default."""
    assert faults_of(GroupPath(), {f"{resource_type}.Groups": {"name": "groups", **arguments}}) == []


TARGETS = {
    "access.token.claim": "true",
    "introspection.token.claim": "true",
    "id.token.claim": "false",
    "userinfo.token.claim": "false",
}


def mapper(config: dict[str, str], kind: str = "oidc-hardcoded-claim-mapper") -> dict[str, dict[str, Any]]:
    """Return a generic mapper."""
    arguments = {"name": "c", "protocol": "openid-connect", "protocol_mapper": kind, "config": config}
    return {"keycloak_generic_protocol_mapper.Claim": arguments}


@pytest.mark.parametrize("missing", ["access.token.claim", "introspection.token.claim", "userinfo.token.claim"])
def test_mapper_targets_a_target_left_out_is_refused(missing: str) -> None:
    """A target that Keycloak would fill in is named."""
    config = {key: value for key, value in TARGETS.items() if key != missing}

    assert faults_of(MapperTargets(), mapper(config)) == [f"protocol mapper 'c': {missing} is left out"]


@pytest.mark.parametrize(
    ("config", "kind"),
    [
        (TARGETS, "oidc-hardcoded-claim-mapper"),
        ({"access.token.claim": "true", "introspection.token.claim": "true"}, "oidc-audience-resolve-mapper"),
        ({"role": "api.reader"}, "oidc-hardcoded-role-mapper"),
        ({}, "${var.kind}"),
    ],
)
def test_mapper_targets_written_targets_pass(config: dict[str, str], kind: str) -> None:
    """Targets in full pass, and so does a kind of mapper that has none."""
    assert faults_of(MapperTargets(), mapper(config, kind)) == []


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        ("keycloak_openid_user_client_role_protocol_mapper", {}),
        ("keycloak_openid_user_realm_role_protocol_mapper", {"multivalued": False}),
        (
            "keycloak_generic_protocol_mapper",
            {"protocol": "openid-connect", "protocol_mapper": "oidc-usermodel-client-role-mapper", "config": {}},
        ),
        (
            "keycloak_generic_client_protocol_mapper",
            {
                "protocol": "openid-connect",
                "protocol_mapper": "oidc-usermodel-realm-role-mapper",
                "config": {"multivalued": "false"},
            },
        ),
    ],
)
def test_roles_single_one_role_is_refused(resource_type: str, arguments: dict[str, Any]) -> None:
    """A role mapper that writes one role, be it by default, is named, typed or generic."""
    assert [
        fault.partition("': ")[2]
        for fault in faults_of(RolesSingle(), {f"{resource_type}.Roles": {"name": "r", **arguments}})
    ] == ["multivalued is not on"]


@pytest.mark.parametrize(
    ("resource_type", "arguments"),
    [
        ("keycloak_openid_user_client_role_protocol_mapper", {"multivalued": True}),
        ("keycloak_openid_user_realm_role_protocol_mapper", {"multivalued": "${var.many}"}),
        (
            "keycloak_generic_protocol_mapper",
            {
                "protocol": "openid-connect",
                "protocol_mapper": "oidc-usermodel-client-role-mapper",
                "config": {"multivalued": "true"},
            },
        ),
        (
            "keycloak_generic_protocol_mapper",
            {"protocol": "openid-connect", "protocol_mapper": "oidc-sub-mapper", "config": {}},
        ),
    ],
)
def test_roles_single_all_roles_pass(resource_type: str, arguments: dict[str, Any]) -> None:
    """A multivalued mapper passes, and so does one that maps no roles."""
    assert faults_of(RolesSingle(), {f"{resource_type}.Roles": {"name": "r", **arguments}}) == []
