"""KC-ROLES-SINGLE."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.tokens.roles_single import RolesSingle
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


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
def test_one_role_is_refused(resource_type: str, arguments: dict[str, Any]) -> None:
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
def test_all_roles_pass(resource_type: str, arguments: dict[str, Any]) -> None:
    """A multivalued mapper passes, and so does one that maps no roles."""
    assert faults_of(RolesSingle(), {f"{resource_type}.Roles": {"name": "r", **arguments}}) == []
