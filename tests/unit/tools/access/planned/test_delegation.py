"""Plans of an actor can be read: what its tokens say of it is known after the apply, when its account has an id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.review.difference import Difference
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.declarations.told_changes import changed, lines, lines_of

if TYPE_CHECKING:
    from stacks.environment import Environment

pytestmark = [pytest.mark.unit, pytest.mark.slow]


@pytest.fixture(scope="module")
def head() -> Environment:
    """What docs/how-to/delegation.md shows."""
    return page_environment("delegation")


def test_new_environment(head: Environment) -> None:
    """It can be planned before anything is there."""
    told = lines(PlannedChange.of("agents", None, head).difference())
    assert told == ["  environment is new: 2 models, 1 consumer, 1 group, 1 application"]


def test_new_actor(head: Environment) -> None:
    """An actor that joins people and models is told as the files tell it."""
    without = changed(head, "consumers", {})
    told = lines(PlannedChange.of("agents", without, head).difference())
    assert told == lines(Difference.of(without, head))


FLAG = "consumers/assistant/exchange/delegation"
TOLD = "consumer assistant: claim act, by which gateways know who acts, is now"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(True, False, f"! {TOLD} off (was: on)"), (False, True, f"  {TOLD} on (was: off)")],
)
def test_claim_comes_and_goes_in_the_words_of_the_files(
    head: Environment, expected: str, *, before: bool, after: bool
) -> None:
    """A plan that drops, or adds, the mappers of `act` says what that means, and nothing of mappers."""
    base, other = (changed(head, FLAG, value=value) for value in (before, after))
    told = lines(PlannedChange.of("agents", base, other).difference())
    assert told == lines_of(base, other) == [expected]


def test_mapper_that_names_somebody_else_is_told_as_it_is(head: Environment) -> None:
    """An override by which an actor would pass for another one is no delegation, and is told as the mapper it is."""
    plans = PlannedChange.of("agents", changed(head, FLAG, value=False), head)
    (document,) = plans.documents.values()
    for change in document["resource_changes"]:
        if "ActorClientIdClaim" in change["address"]:
            change["change"]["after"]["config"]["claim.value"] = "another"
    told = lines(plans.difference())
    assert any(line.startswith("! ") and "act.client_id" in line for line in told), told
    assert not any(TOLD in line for line in told)
