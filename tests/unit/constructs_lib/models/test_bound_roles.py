"""A role of a name of its own: the same everywhere that roles are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.access_policy import AccessPolicy, ModelAction
from tests.support.declarations.declarations import build_declaration, declare
from tests.support.gateways.protected import protect

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit


def models(role: str | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - keys of a model
    """Return two models, one of them with a bound role."""
    return {
        "fraud": {"actions": ["predict", "explain"], **({"roles": {"predict": role}} if role else {}), **more},
        "churn": {},
    }


def table(stack: Synthesized, word: str) -> Any:  # noqa: ANN401 - Terraform JSON
    """Return the local value whose name has a word."""
    return next(value for name, value in stack.json["locals"].items() if word in name)


def test_policy_grants_the_bound_role() -> None:
    """By name, by `*`, and back from the role to what it allows."""
    policy = AccessPolicy(declare(models=models("legacy")))
    assert policy.roles({"fraud": ("predict", "explain")}) == ("fraud:explain", "legacy")
    assert policy.composites["every-model:predict"] == ("churn:predict", "legacy")
    assert policy.scopes({"fraud": ("predict",)}) == ("model.fraud.predict",)
    assert policy.names.allowed_by("legacy") == ModelAction("fraud", "predict")
    assert policy.names.allowed_by("fraud:predict") is None
    assert "fraud:predict" not in policy.all_roles


def test_renamed_model_keeps_its_bound_role() -> None:
    """Tokens of before hold it, too; its other roles go by both names."""
    policy = AccessPolicy(declare(models=models("legacy", renamed_from="old")))
    predict, explain = (ModelAction("fraud", action) for action in ("predict", "explain"))
    assert policy.roles_of(next(pair for pair in policy.model_actions if pair == predict)) == ("legacy",)
    assert policy.roles_of(explain) == ("fraud:explain", "old:explain")
    assert policy.scopes_of(predict) == ("model.fraud.predict", "model.old.predict")


def test_another_role_changes_its_name_in_place() -> None:
    """Keys stay those of model and action: nothing moves, and no gate or composite changes."""
    none, first, second = (build_declaration(declare(models=models(role))) for role in (None, "legacy", "newer"))
    assert table(first, "ModelActions")["fraud:predict"]["role"] == "legacy"
    assert table(none, "ModelActions").keys() == table(first, "ModelActions").keys()
    assert "moved" not in first.json
    changed = {**table(first, "ModelActions")}
    changed["fraud:predict"] = {**changed["fraud:predict"], "role": "newer"}
    assert table(second, "ModelActions") == changed
    assert first.json["resource"] == second.json["resource"]


def test_gateway_asks_for_the_bound_role() -> None:
    """It alone opens the model's route, beside the access role."""
    api = protect(declared={"models": models("legacy")})
    assert {role for role in api.all_roles if "fraud" in role or role == "legacy"} == {"fraud:explain", "legacy"}
