"""What every test run needs before the CDK is imported."""

from __future__ import annotations

from stacks.jsii_runtime import use_project_node

use_project_node()
