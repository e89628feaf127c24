"""Plans of an actor can be read: what its tokens say of it is known after the apply, when its account has an id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.review.difference import Difference
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.declarations.told_changes import changed, lines

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
