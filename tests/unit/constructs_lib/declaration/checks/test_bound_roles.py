"""Roles that are bound to actions of models."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.declaration_error import DeclarationError
from tests.support.declarations.declarations import declare, faults

pytestmark = pytest.mark.unit


def bound(role: str, action: str = "predict") -> dict[str, Any]:
    """Return a model with a role of its own name."""
    return {"roles": {action: role}}


@pytest.mark.parametrize(
    ("models", "fault"),
    [
        ({"fraud": bound("x", "predct")}, "model 'fraud': it has no action 'predct': did you mean 'predict'?"),
        (
            {"fraud": bound("model-api-access")},
            "model 'fraud': role 'model-api-access' is the role that opens every model already: bind another one",
        ),
        (
            {"fraud": bound("every-model:predict")},
            "model 'fraud': role 'every-model:predict' has another meaning here: bind another one",
        ),
        (
            {"fraud": bound("second-factor-otp")},
            "model 'fraud': role 'second-factor-otp' has another meaning here: bind another one",
        ),
        (
            {"fraud": bound("churn:predict"), "churn": {}},
            "model 'fraud': role 'churn:predict' is that of 'predict' of model 'churn' already: bind another one",
        ),
        (
            {"fraud": bound("old:predict"), "churn": {"renamed_from": "old"}},
            "model 'fraud': role 'old:predict' is that of 'predict' of model 'churn' already: bind another one",
        ),
    ],
)
def test_role_that_means_something_else_is_refused(models: dict[str, Any], fault: str) -> None:
    """Whoever holds a role may do the one thing that it is bound to."""
    assert faults(declare(models=models)) == [f"realm 'ml-prod', {fault}"]


def test_two_models_share_no_role() -> None:
    """Both places are named: either may be the wrong one."""
    with pytest.raises(DeclarationError) as caught:
        check_declaration(declare(models={"a": bound("legacy"), "b": bound("legacy")}))
    (found,) = caught.value.findings
    assert found.message == (
        "realm 'ml-prod', model 'b': role 'legacy' is that of 'predict' of model 'a' already: bind another one"
    )
    assert (found.path, found.also) == (("models", "b", "roles", "predict"), ("models", "a", "roles", "predict"))


@pytest.mark.parametrize("role", ["", "two words", "a,b", "a/b", "x" * 129])
def test_role_that_a_gateways_file_cannot_hold_is_refused(role: str) -> None:
    """It is part of lists that are separated by commas, and of paths."""
    with pytest.raises(ValueError, match=r"a role that is bound to an action .*use 1 to 128 letters"):
        declare(models={"fraud": bound(role)})


@pytest.mark.parametrize("role", ["legacy-role", "ROLE_SCORER", "scorer.read", "fraud:predict"])
def test_names_that_others_gave_pass(role: str) -> None:
    """The role's own name may be the one that it would have anyway."""
    assert faults(declare(models={"fraud": bound(role), "churn": {}})) == []
