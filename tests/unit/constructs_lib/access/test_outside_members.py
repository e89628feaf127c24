"""Subgroups for people of directories and identity providers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.declarations.declarations import build_declaration, declare
from tests.support.declarations.people_sources import OIDC, PREDICT, SAML, ldap

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit

GROUPS = {"analysts": PREDICT}


def build_sources(**sources: Any) -> Synthesized:  # noqa: ANN401 - a declaration's values
    """Synthesize one group and the sources of its people."""
    return build_declaration(declare(groups=GROUPS, **sources))


def test_directory_groups_are_subgroups() -> None:
    """Ours holds one for the directory, and that one one for each of its mapped groups: all inherit the grants."""
    stack = build_sources(federation={"corp": ldap({"ML (EU)": "analysts", "AI": "analysts"})})
    groups = stack.json["resource"]["keycloak_group"]
    parents = {
        group["name"]: group.get("parent_id", "").partition(".")[2].removesuffix(".id}") for group in groups.values()
    }
    names = {key: group["name"] for key, group in groups.items()}
    assert {name: names.get(parent) for name, parent in parents.items()} == {
        "analysts": None,
        "corp": "analysts",
        "ML (EU)": "corp",
        "AI": "corp",
    }
    assert len(stack.resources("keycloak_group_roles")) == 1


def test_mapper_asks_for_mapped_groups_alone() -> None:
    """The filter names them, escaped; memberships are read and never written; the groups are there first."""
    stack = build_sources(federation={"corp": ldap({"ML (EU)": "analysts", "AI": "analysts"})})
    mapper = stack.resource("keycloak_ldap_group_mapper")
    expected = {
        "groups_ldap_filter": r"(|(cn=ML \28EU\29)(cn=AI))",
        "mode": "READ_ONLY",
        "user_roles_retrieve_strategy": "LOAD_GROUPS_BY_MEMBER_ATTRIBUTE",
        "membership_attribute_type": "DN",
        "membership_user_ldap_attribute": "uid",
        "group_object_classes": ["groupOfNames"],
        "preserve_group_inheritance": False,
        "drop_non_existing_groups_during_sync": False,
    }
    assert {key: mapper[key] for key in expected} == expected
    assert mapper["groups_path"] == "/analysts/corp"
    assert len(mapper["depends_on"]) == 3


def test_nested_groups_of_active_directory() -> None:
    """Members of inner groups are found by a recursive search."""
    groups = {"dn": "ou=groups,dc=example,dc=com", "nested": True}
    stack = build_sources(federation={"corp": ldap({"ML": "analysts"}, vendor="ad", groups=groups)})
    mapper = stack.resource("keycloak_ldap_group_mapper")
    assert mapper["user_roles_retrieve_strategy"] == "LOAD_GROUPS_BY_MEMBER_ATTRIBUTE_RECURSIVELY"
    assert mapper["membership_user_ldap_attribute"] == "sAMAccountName"


@pytest.mark.parametrize(
    ("provider", "kind", "field"), [(OIDC, "oidc", "claim"), (SAML, "saml", "attribute")], ids=["oidc", "saml"]
)
def test_each_claim_is_a_mapper(provider: dict[str, Any], kind: str, field: str) -> None:
    """One value is enough, it is compared as a whole, and it counts anew at every login."""
    claims = {"groups": {"ml": "analysts", "ai": "analysts"}}
    stack = build_sources(identity_providers={"corp": {**provider, "claims": claims}})
    mappers = stack.resources("keycloak_custom_identity_provider_mapper")
    assert {mapper["identity_provider_mapper"] for mapper in mappers} == {f"{kind}-advanced-group-idp-mapper"}
    wanted = [pair for mapper in mappers for pair in json.loads(mapper["extra_config"][f"{field}s"])]
    assert sorted(pair["value"] for pair in wanted) == ["ai", "ml"]
    assert {pair["key"] for pair in wanted} == {"groups"}
    for mapper in mappers:
        assert mapper["extra_config"][f"are.{field}.values.regex"] == "false"
        assert mapper["extra_config"]["syncMode"] == "FORCE"
        assert mapper["extra_config"]["group"] == "/analysts/corp"
    assert len({mapper["name"] for mapper in mappers}) == 2


def test_source_without_a_map_has_no_subgroup() -> None:
    """Who comes without a mapped group holds no grant."""
    stack = build_declaration(declare(federation={"corp": ldap()}, identity_providers={"sso": OIDC}))
    assert stack.resources("keycloak_group") == []
