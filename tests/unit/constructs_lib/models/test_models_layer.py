"""Roles, gates and composites of the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.cdk import Token
from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.props import Grants, ModelProps
from tests.support.declarations.declarations import build_declaration, declare

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def stack() -> Synthesized:
    """Two models, one with two actions."""
    models = {"fraud": ModelProps(description="Scores", actions=("predict", "explain")), "churn": ModelProps()}
    return build_declaration(declare(models=models))


def addressed(stack: Synthesized, resource_type: str, part: str) -> tuple[str, dict[str, object]]:
    """Return address and arguments of the one resource whose construct path has a part."""
    ((name, resource),) = [
        (name, resource) for name, resource in stack.json["resource"][resource_type].items() if part in name
    ]
    return f"{resource_type}.{name}", resource


def test_without_models_only_the_access_role_exists() -> None:
    """An environment that needs no finer grant pays for none."""
    stack = build_declaration(declare(models={}))
    assert [role["name"] for role in stack.resources("keycloak_role")] == ["model-api-access"]
    scopes = sorted(scope["name"] for scope in stack.resources("keycloak_openid_client_scope"))
    assert scopes == ["ml-base", "model-api-access"]


def test_each_model_and_action_has_an_entry(stack: Synthesized) -> None:
    """Keys are the roles' names, so that plans say which model is meant."""
    entries = next(value for name, value in stack.json["locals"].items() if "ModelActions" in name)
    assert entries == {
        "churn:predict": {
            "action": "predict",
            "scope": "model.churn.predict",
            "description": "predict with churn",
            "consent": "Predict with churn",
        },
        "fraud:explain": {
            "action": "explain",
            "scope": "model.fraud.explain",
            "description": "Scores",
            "consent": "Explain with fraud: Scores",
        },
        "fraud:predict": {
            "action": "predict",
            "scope": "model.fraud.predict",
            "description": "Scores",
            "consent": "Predict with fraud: Scores",
        },
    }


def test_every_role_is_gated_by_its_own_scope(stack: Synthesized) -> None:
    """Role, scope and gate are made for the same entries, and the gate joins those of one key."""
    role, role_arguments = addressed(stack, "keycloak_role", "Models_Role")
    scope, scope_arguments = addressed(stack, "keycloak_openid_client_scope", "Models_Scope")
    _, gate = addressed(stack, "keycloak_generic_role_mapper", "Models_Gate")
    entries = role_arguments["for_each"]
    assert (scope_arguments["for_each"], gate["for_each"]) == (entries, entries)
    assert role_arguments["name"] == "${each.key}"
    assert scope_arguments["name"] == "${each.value.scope}"
    assert (gate["role_id"], gate["client_scope_id"]) == (f"${{{role}[each.key].id}}", f"${{{scope}[each.key].id}}")


def test_roles_belong_to_the_api(stack: Synthesized) -> None:
    """All roles are the API client's: they reach tokens by one mapper."""
    clients = {role["client_id"] for role in stack.resources("keycloak_role")}
    assert len(clients) == 1
    assert clients.pop().startswith("${keycloak_openid_client.Security_Realm_ApiClient")


@pytest.mark.parametrize(("action", "members"), [("predict", ["churn", "fraud"]), ("explain", ["fraud"])])
def test_role_for_every_model_is_made_of_theirs(stack: Synthesized, action: str, members: list[str]) -> None:
    """The role behind `*` holds the role of each model that has the action."""
    role, _ = addressed(stack, "keycloak_role", "Models_Role")
    _, composite = addressed(stack, "keycloak_role", f"EveryModel-{action}")
    assert composite["name"] == f"every-model:{action}"
    assert composite["composite_roles"] == [f'${{{role}["{model}:{action}"].id}}' for model in members]


def test_new_model_changes_no_grant() -> None:
    """A holder of `*` may call a new model by the composite role alone: its own roles stay the same."""
    grants: Grants = {"*": ("predict",)}
    before = AccessPolicy(declare(models={"fraud": ModelProps()})).roles(grants)
    after = AccessPolicy(declare(models={"fraud": ModelProps(), "churn": ModelProps()})).roles(grants)
    assert before == after == ("every-model:predict",)


def test_cost_in_constructs_does_not_grow_with_models() -> None:
    """A hundred models are as many resources in the JSON as two: jsii costs are for constructs."""
    many = build_declaration(declare(models={f"model-{index}": ModelProps() for index in range(100)}))
    two = build_declaration(declare(models={f"model-{index}": ModelProps() for index in range(2)}))
    assert {kind: len(found) for kind, found in many.json["resource"].items()} == {
        kind: len(found) for kind, found in two.json["resource"].items()
    }


def test_reference_is_unresolved_until_synth(stack: Synthesized) -> None:
    """Nothing of the CDK's own spelling of tokens is left in the JSON."""
    assert not Token.is_unresolved(stack.text)
