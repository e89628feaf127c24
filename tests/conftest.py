"""What every test run needs before the CDK is imported."""

from __future__ import annotations

import os

from stacks.jsii_runtime import use_project_node
from stacks.repository import CALLER_VARIABLE, REPOSITORY_VARIABLE

use_project_node()
# Tests are about the product's own environments; those about others say so.
for name in (REPOSITORY_VARIABLE, CALLER_VARIABLE):
    os.environ.pop(name, None)

pytest_plugins = ["tests.support.realms.live_fixtures", "tests.support.baseline.baseline_plugin"]
"""Fixtures of tests in several folders, and what keeps docs/security.md true; imported after the line above."""
