"""Groups and who is in them."""

from __future__ import annotations

import pytest

from tests.support.declarations.declarations import PERSON, build_declaration, declare

pytestmark = pytest.mark.unit


def test_group_holds_the_roles_of_its_grants() -> None:
    """One assignment a group, whatever the number of its grants; other roles stay."""
    groups = {"analysts": {"fraud": ["predict", "explain"], "*": ["predict"]}}
    stack = build_declaration(declare(groups=groups, external_people=True))
    assert stack.resource("keycloak_group")["name"] == "analysts"
    roles = stack.resource("keycloak_group_roles")
    assert [role.partition('["')[2].removesuffix('"]}') for role in roles["role_ids"]] == [
        "every-model:predict",
        "fraud:explain",
        "fraud:predict",
    ]
    assert roles["exhaustive"] is False


def test_person_joins_groups_and_keeps_others() -> None:
    """Membership is not exhaustive: a directory may add its own groups."""
    person = {**PERSON.model_dump(), "groups": ["analysts"]}
    stack = build_declaration(declare(groups={"analysts": {"fraud": ["predict"]}}, people={"ada": person}))
    membership = stack.resource("keycloak_user_groups")
    assert membership["exhaustive"] is False
    assert [
        group.startswith("${keycloak_group.Security_Access_Groups_analysts") for group in membership["group_ids"]
    ] == [True]
    assert stack.resources("keycloak_user_roles") == []


def test_direct_grants_go_to_the_person() -> None:
    """A grant of a person's own needs no group."""
    person = {**PERSON.model_dump(), "grants": {"churn": ["predict"]}}
    stack = build_declaration(declare(people={"ada": person}))
    roles = stack.resource("keycloak_user_roles")
    assert [role.partition('["')[2] for role in roles["role_ids"]] == ['churn:predict"]}']
    assert stack.resources("keycloak_user_groups") == []
