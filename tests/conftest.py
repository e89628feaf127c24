"""What every test run needs before the CDK is imported."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import settings

from stacks.jsii_runtime import use_project_node
from stacks.repository import CALLER_VARIABLE, REPOSITORY_VARIABLE

if TYPE_CHECKING:
    import pytest

use_project_node()
# Tests are about the product's own environments; those about others say so.
for name in (REPOSITORY_VARIABLE, CALLER_VARIABLE):
    os.environ.pop(name, None)

# A busy machine makes a slow example, which says nothing about the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

pytest_plugins = ["tests.support.realms.live_fixtures", "tests.support.baseline.baseline_plugin"]
"""Fixtures of tests in several folders, and what keeps the security baseline true; imported after the line above."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, then those of many tests: two workers then end at about the same time."""
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.get_closest_marker("first") is None, -tests[item.path]))
