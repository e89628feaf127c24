"""Environments that tests of several tools are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from stacks.environment import Environment


@pytest.fixture(scope="session")
def demo() -> Environment:
    """An environment of teams, each in a stack of its own: what `environments/demo` declares."""
    return EnvironmentFiles().load("demo")
