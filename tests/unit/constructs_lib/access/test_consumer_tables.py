"""The tables that the resources of consumers are made from."""

from __future__ import annotations

import re

import pytest

from tests.support.declarations.declarations import build_declaration, declare

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("resource_type", "fields"),
    [
        ("keycloak_openid_client_default_scopes", {"scopes"}),
        ("keycloak_openid_client_optional_scopes", {"scopes"}),
        ("keycloak_user_roles", {"roles"}),
    ],
)
def test_tables_of_lists_are_short(resource_type: str, fields: set[str]) -> None:
    """Terraform goes through a whole table for each instance, so that of a list holds no settings of clients."""
    stack = build_declaration(declare(consumers={"batch": {"grants": {"fraud": ["predict"]}}}))
    (resource,) = (each for name, each in stack.json["resource"][resource_type].items() if "_Consumers_" in name)
    table = re.fullmatch(r"\$\{local\.(\w+)\}", resource["for_each"])
    assert table is not None
    assert stack.json["locals"][table[1]]["batch"].keys() == fields
