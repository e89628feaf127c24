"""An environment of one stack, before and after it is applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment import Environment
from tests.support.declarations.prepared_changes import BASE
from tests.support.declarations.simulated_plans import Simulated
from tests.support.declarations.synthesis import synthesize_stacks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.declarations.synthesis import Synthesized


@pytest.fixture(scope="session")
def base() -> Environment:
    """What is declared before."""
    return Environment.model_validate(BASE)


@pytest.fixture(scope="session")
def code(base: Environment) -> Mapping[str, Synthesized]:
    """The same, synthesized."""
    return synthesize_stacks("prepared", base)


@pytest.fixture(scope="session")
def applied(code: Mapping[str, Synthesized]) -> Simulated:
    """The same, applied."""
    return Simulated(code)
