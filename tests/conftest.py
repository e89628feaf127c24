"""What every test run needs before the CDK is imported."""

from __future__ import annotations

from stacks.jsii_runtime import use_project_node

use_project_node()

pytest_plugins = ["tests.support.realms.live_fixtures", "tests.support.baseline.baseline_plugin"]
"""Fixtures of tests in several folders, and what keeps docs/security.md true; imported after the line above."""
