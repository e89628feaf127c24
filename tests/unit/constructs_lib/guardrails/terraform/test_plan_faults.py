"""What is wrong with a plan as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.terraform.plan_faults import plan_faults, unplanned_changes

pytestmark = pytest.mark.unit

OLD, NEW = {"name": "a"}, {"name": "b"}


def faults(actions: list[str], before: Any, after: Any, **more: Any) -> list[str]:  # noqa: ANN401 - JSON
    """Return what is said of a plan with one change."""
    change = {"actions": actions, "before": before, "after": after, **more}
    entry = {"address": "keycloak_role.R", "mode": "managed", "change": change}
    return list(plan_faults({"resource_changes": [entry]}))


@pytest.mark.parametrize(
    ("actions", "before", "after"),
    [
        (["no-op"], OLD, NEW),
        (["no-op"], None, NEW),
        (["no-op"], OLD, None),
        (["create"], OLD, NEW),
        (["create"], None, None),
        (["update"], None, NEW),
        (["update"], OLD, None),
        (["delete"], OLD, NEW),
        (["delete"], None, None),
        (["delete", "create"], None, NEW),
        (["create", "delete"], OLD, None),
    ],
)
def test_plan_that_contradicts_itself_is_told(actions: list[str], before: Any, after: Any) -> None:  # noqa: ANN401 - JSON
    """Terraform writes no such change: somebody wrote the file, or took something out of it."""
    (fault,) = faults(actions, before, after)
    assert fault.startswith("its change of keycloak_role.R is not what its values before and after say: show the plan")


@pytest.mark.parametrize("module", ["", "module.inner."])
def test_plan_that_says_two_things_of_a_resource_is_told(module: str) -> None:
    """Rules read what is planned, an apply does what changes: they say the same of each argument that both know."""
    address = f"{module}keycloak_role.R"
    change = {"actions": ["update"], "before": OLD, "after": NEW | {"id": "1"}}
    resources = {"resources": [{"address": address, "mode": "managed", "values": {**OLD, "description": ""}}]}
    document: dict[str, Any] = {
        "planned_values": {"root_module": {"child_modules": [resources]} if module else resources},
        "resource_changes": [{"address": address, "mode": "managed", "change": change}],
    }
    (fault,) = plan_faults(document)
    assert fault.startswith(f"it plans {address} with other values than its change ends with: ")
    change["after"] = {**OLD, "id": "1"}
    assert list(plan_faults(document)) == []


@pytest.mark.parametrize(
    "planned",
    [
        {},
        {"address": "keycloak_role.R", "type": "keycloak_group"},
        {"address": "keycloak_role.S", "type": "keycloak_role"},
    ],
    ids=["nothing", "another type", "another address"],
)
@pytest.mark.parametrize("actions", [["create"], ["update"], ["no-op"], ["delete", "create"], ["create", "forget"]])
def test_change_that_is_not_planned_is_told(planned: dict[str, str], actions: list[str]) -> None:
    """Rules read what is planned: what an apply makes beside it would be judged by none of them."""
    entry = {"address": "keycloak_role.R", "mode": "managed", "type": "keycloak_role", "change": {"actions": actions}}
    document = {
        "planned_values": {"root_module": {"resources": [{"mode": "managed", **planned}]}},
        "resource_changes": [entry],
    }
    (fault,) = unplanned_changes(document)
    assert fault.startswith("its change of keycloak_role.R is not among what it plans: show the plan that ")


@pytest.mark.parametrize(
    ("mode", "actions"),
    [("managed", ["delete"]), ("managed", ["forget"]), ("data", ["read"])],
)
def test_what_goes_is_not_planned(mode: str, actions: list[str]) -> None:
    """What an apply removes, forgets or looks up need not be there after it."""
    entry = {"address": "keycloak_role.R", "mode": mode, "type": "keycloak_role", "change": {"actions": actions}}
    assert list(unplanned_changes({"planned_values": {"root_module": {}}, "resource_changes": [entry]})) == []


def test_what_stays_has_nothing_that_an_apply_makes_known() -> None:
    """A change whose outcome is left open is none that does nothing."""
    assert faults(["no-op"], OLD, OLD, after_unknown={"ids": [False, True]}) != []
    assert faults(["no-op"], OLD, OLD, after_unknown={"ids": [False, {}]}) == []


@pytest.mark.parametrize(
    ("actions", "before", "after"),
    [
        (["no-op"], OLD, OLD),
        (["create"], None, {}),
        (["update"], OLD, NEW),
        (["delete"], OLD, None),
        (["delete", "create"], OLD, NEW),
        (["create", "delete"], OLD, NEW),
        (["forget"], OLD, None),
    ],
)
def test_plan_of_terraforms_passes(actions: list[str], before: Any, after: Any) -> None:  # noqa: ANN401 - JSON
    """What it writes of each action is no fault."""
    assert faults(actions, before, after) == []


def test_unfinished_plan_is_told() -> None:
    """It ended in an error, or leaves something to a later one."""
    assert list(plan_faults({"errored": True, "complete": False})) == [
        "it ended in an error: plan again",
        "it leaves changes to a later one",
    ]
