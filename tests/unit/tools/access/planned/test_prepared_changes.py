"""Ten prepared changes: the plan and the files say the same, and of nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.declarations.prepared_changes import BASE, CHANGES, PreparedChange
from tests.support.declarations.told_changes import lines

if TYPE_CHECKING:
    from constructs_lib.review.change import Effect
    from tests.support.declarations.simulated_plans import Simulated

pytestmark = [pytest.mark.unit, pytest.mark.slow]

# What the files say nothing of, and a plan does: resources by which Keycloak asks for what is declared.
PLAN_ALONE = {"dropped-second-factor": {"login flows", "the second factor"}}


def pairs(difference: Difference, effect: Effect) -> frozenset[tuple[str, str]]:
    """Return who gains, or loses, which role."""
    return frozenset(
        (change.subject, role) for change in difference.changes if change.effect == effect for role in change.pairs
    )


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_both_say_the_same(change: PreparedChange, base: Environment, applied: Simulated) -> None:
    """Line for line, beside what only a plan shows; and they say who was meant to gain and lose."""
    head = Environment.model_validate(change.of(BASE))
    files = Difference.of(base, head)
    plans = PlannedChange.of("prepared", base, head, applied).difference()
    alone = PLAN_ALONE.get(change.name, set())
    told = [line for line, each in zip(lines(plans), plans.changes, strict=True) if each.subject not in alone]
    assert told == lines(files)
    assert plans.renames == files.renames
    assert {each.subject for each in plans.changes} >= alone
    for difference in (files, plans):
        assert (pairs(difference, "gain"), pairs(difference, "loss")) == (change.gains, change.losses)
        assert not change.told or any(line.startswith(f"! {change.told}") for line in lines(difference))
