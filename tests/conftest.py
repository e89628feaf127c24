"""What every test run needs before the CDK is imported."""

from __future__ import annotations

import os

from hypothesis import settings

from stacks.jsii_runtime import use_project_node
from stacks.repository import CALLER_VARIABLE, REPOSITORY_VARIABLE

use_project_node()
# Tests are about the product's own environments; those about others say so.
for name in (REPOSITORY_VARIABLE, CALLER_VARIABLE):
    os.environ.pop(name, None)

# A busy machine makes a slow example, which says nothing about the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

pytest_plugins = ["tests.support.realms.live_fixtures", "tests.support.baseline.baseline_plugin"]
"""Fixtures of tests in several folders, and what keeps the security baseline true; imported after the line above."""
