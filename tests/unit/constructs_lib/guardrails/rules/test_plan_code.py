"""A saved plan is of the code that is judged."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.state.plan_code import PlanCode
from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.plan import Plan

pytestmark = pytest.mark.unit

WHOLE = {"format_version": "1.2", "planned_values": {"root_module": {}}}


def said(plan: Plan) -> list[tuple[str, str]]:
    """Return what is said of a stack's plan, with its level."""
    return [(each.fault, str(each.level)) for each in PlanCode().judge(Configuration({"dev": {}}, {"dev": plan}))]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"errored": True}, "it ended in an error: plan again"),
        ({"complete": False}, "it leaves changes to a later one"),
        ({"deferred_changes": [{}]}, "it leaves changes to a later one"),
    ],
)
def test_a_plan_that_is_not_whole_is_refused(more: dict[str, Any], fault: str) -> None:
    """What a plan does not show cannot be judged."""
    assert said(Plan.of_json({**WHOLE, **more})) == [(f"its saved plan: {fault}", "None")]


def test_a_plan_of_other_code_is_refused() -> None:
    """What was found of its code is said; what cannot be found is a warning."""
    assert said(Plan((), faults=("x",), doubts=("y",))) == [
        ("its saved plan: x", "None"),
        ("its saved plan: y", "warning"),
    ]


def test_a_whole_plan_passes() -> None:
    """An older Terraform does not say whether a plan is complete."""
    assert said(Plan.of_json(WHOLE)) == []
    assert said(Plan.of_json({**WHOLE, "complete": True, "errored": False})) == []


@pytest.mark.parametrize("actions", [["delete"], ["delete", "create"]])
def test_plan_that_destroys_a_realm_says_so(actions: list[str]) -> None:
    """Nothing that is planned to be there is wrong, and everything that is there goes."""
    after = {"realm": "ml"} if "create" in actions else None
    change = {"actions": actions, "before": {"realm": "ml"}, "after": after}
    entry = {"mode": "managed", "type": "keycloak_realm", "name": "R", "address": "keycloak_realm.R", "change": change}
    fault = "its saved plan: it destroys realm 'ml', with everybody and everything in it"
    root = {"resources": [{**entry, "values": after}]} if after else {}
    plan = Plan.of_json({**WHOLE, "planned_values": {"root_module": root}, "resource_changes": [entry]})
    assert said(plan) == [(fault, "warning")]
