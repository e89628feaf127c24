"""What every test run needs before the CDK is imported."""

from __future__ import annotations

from stacks.jsii_runtime import use_project_node

use_project_node()

pytest_plugins = ["tests.support.live_fixtures"]
"""Fixtures of tests in several folders; imported after the line above."""
