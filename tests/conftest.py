"""What every test run needs before the CDK is imported."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

from stacks.jsii_runtime import use_project_node
from stacks.repository import CALLER_VARIABLE, REPOSITORY_VARIABLE

use_project_node()
# Tests are about the product's own environments and Keycloak; those about others say so.
for name in (REPOSITORY_VARIABLE, CALLER_VARIABLE, "KEYCLOAK_URL"):
    os.environ.pop(name, None)

# The run starts some hundred processes: without bytecode, each would compile every module anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A busy machine makes a slow example, which says nothing about the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

pytest_plugins = ["tests.support.realms.live_fixtures", "tests.support.baseline.baseline_plugin"]
"""Fixtures of tests in several folders, and what keeps the security baseline true; imported after the line above."""


_UNIT = Path(__file__).parent / "unit"
_COVERING = (_UNIT / "constructs_lib", _UNIT / "stacks")
"""Tests of the library, and of what puts its constructs together: what else runs of it there is no proof of it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, then those of many tests: the workers then end at about the same time.

    Coverage, by which a test takes twice its time and more, is measured where tests are about what is measured.
    """
    tests = Counter(item.path for item in items)
    early = {item.path for item in items for mark in ("first", "slow") if item.get_closest_marker(mark) is not None}
    items.sort(key=lambda item: (item.path not in early, -tests[item.path]))
    for item in items:
        if not any(item.path.is_relative_to(folder) for folder in _COVERING):
            item.add_marker(pytest.mark.no_cover)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Refuse a test in a folder of another kind: `make test` would pass it over."""
    if (item.get_closest_marker("unit") is not None) != item.path.is_relative_to(_UNIT):
        raise pytest.UsageError(f"{item.nodeid}: tests marked unit are in tests/unit, and no others")
