"""An environment of one stack, before and after it is applied."""

from __future__ import annotations

import pytest

from stacks.environment import Environment
from tests.support.declarations.prepared_changes import BASE
from tests.support.declarations.simulated_plans import Simulated
from tests.support.declarations.synthesis import synthesize_stacks


@pytest.fixture(scope="session")
def base() -> Environment:
    """What is declared before."""
    return Environment.model_validate(BASE)


@pytest.fixture(scope="session")
def applied(base: Environment) -> Simulated:
    """The same, applied."""
    return Simulated(synthesize_stacks("prepared", base))
