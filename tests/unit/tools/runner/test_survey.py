"""What is planned before anything is applied, and when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from tests.unit.tools.runner.planned import CREATE, UPDATE, change
from tools.runner.failure import StackError
from tools.runner.plan import StackPlan
from tools.runner.stacks import Stack
from tools.runner.survey import Survey

if TYPE_CHECKING:
    from tools.runner.plan import Change
    from tools.runner.work import Work

pytestmark = pytest.mark.unit

REALM = Stack("ml", Path())
MODELS = Stack("ml-models", Path(), frozenset({"ml"}))
RISK = Stack("ml-team-risk", Path(), frozenset({"ml", "ml-models"}))
ALL = (REALM, MODELS, RISK)


class Planner:
    """Plans stacks as a test says, and keeps count."""

    def __init__(self, changes: dict[str, tuple[Change, ...]], failing: tuple[str, ...] = ()) -> None:
        self.changes = changes
        self.failing = failing
        self.done: list[str] = []

    def plan(self, stack: Stack) -> StackPlan:
        """Plan on what is applied."""
        self.done.append(f"plan {stack.name}")
        if stack.name in self.failing:
            raise StackError(stack.name, "plan", 1, (), "")
        return StackPlan(stack.name, self.changes.get(stack.name, ()))

    def preview(self, stack: Stack, _: object) -> StackPlan:
        """Plan on what will be applied."""
        self.done.append(f"preview {stack.name}")
        return StackPlan(stack.name, self.changes.get(stack.name, ()))


def survey(planner: Planner) -> Survey:
    """Return the survey of an environment that was applied before."""
    made = Survey(ALL, cast("Work", planner), 1, lambda _: False)
    made.make(everything=False)
    return made


def test_failure_on_what_does_not_change() -> None:
    """A stack that cannot be planned on what is applied, and stays, is a failure."""
    made = survey(Planner({}, failing=("ml-models",)))
    assert list(made.failures) == ["ml-models"]


def test_failure_on_what_is_about_to_change() -> None:
    """A stack that cannot be planned on what changes is looked at again, ahead of it."""
    planner = Planner({"ml": (change("realm.r", UPDATE),)}, failing=("ml-models",))
    made = survey(planner)
    assert made.failures == {}
    assert planner.done == ["plan ml", "plan ml-models", "preview ml-models", "preview ml-team-risk"]
    assert [made.is_final(stack) for stack in ALL] == [True, False, False]


def test_nothing_changes() -> None:
    """Each stack is planned once, and its plan can be applied."""
    planner = Planner({})
    made = survey(planner)
    assert planner.done == ["plan ml", "plan ml-models", "plan ml-team-risk"]
    assert all(map(made.is_final, ALL))


def test_team_on_models_that_change() -> None:
    """What is built on a stack that changes is not planned on what is applied now."""
    planner = Planner({"ml-models": (change("role.r", CREATE),)})
    made = survey(planner)
    assert planner.done == ["plan ml", "plan ml-models", "preview ml-team-risk"]
    assert [made.is_final(stack) for stack in ALL] == [True, True, False]


def test_what_is_unchanged_is_not_planned() -> None:
    """It counts as planned, unless something changes of what it is built on."""
    planner = Planner({})
    made = Survey(ALL, cast("Work", planner), 1, lambda _: False, ("ml-models", "ml-team-risk"))
    made.make(everything=False)
    assert planner.done == ["plan ml"]
    assert all(map(made.is_final, ALL))

    planner = Planner({"ml": (change("realm.r", UPDATE),)})
    made = Survey(ALL, cast("Work", planner), 1, lambda _: False, ("ml-models", "ml-team-risk"))
    made.make(everything=False)
    assert planner.done == ["plan ml", "preview ml-team-risk"]
    assert [made.is_final(stack) for stack in ALL] == [True, False, False]
