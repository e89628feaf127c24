"""KC-GROUP-PATH."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.tokens.group_path import GroupPath
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
def test_paths_are_named(resource_type: str, arguments: dict[str, Any]) -> None:
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
def test_names_pass(resource_type: str, arguments: dict[str, Any]) -> None:
    """Names alone pass; a generic mapper writes them by default."""
    assert faults_of(GroupPath(), {f"{resource_type}.Groups": {"name": "groups", **arguments}}) == []
