"""The one place that knows which Terraform CDK runs: cdktf, or its community successor cdktn.

`CDK=cdktn` in the process environment chooses cdktn; where only one of the two is installed, it is that one. Everything
else imports the CDK's classes from here, and those of the provider's bindings from `constructs_lib.cdk.keycloak`.
"""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cdktf import (
        App,
        Aspects,
        AzurermBackend,
        GcsBackend,
        IAspect,
        LocalBackend,
        PgBackend,
        S3Backend,
        TerraformLocal,
        TerraformOutput,
        TerraformResource,
        TerraformResourceLifecycle,
        TerraformStack,
        TerraformVariable,
        Testing,
        Token,
    )

__all__ = [
    "BINDINGS",
    "App",
    "Aspects",
    "AzurermBackend",
    "GcsBackend",
    "IAspect",
    "LocalBackend",
    "PgBackend",
    "S3Backend",
    "TerraformLocal",
    "TerraformOutput",
    "TerraformResource",
    "TerraformResourceLifecycle",
    "TerraformStack",
    "TerraformVariable",
    "Testing",
    "Token",
]

_PACKAGES = {"cdktf": "cdktf_cdktf_provider_keycloak", "cdktn": "cdktn_provider_keycloak"}


def _chosen() -> str:
    asked = os.environ.get("CDK")
    if asked:
        if asked not in _PACKAGES:
            raise ImportError(f"CDK must be one of {', '.join(_PACKAGES)}, got '{asked}'")
        return asked
    return next((name for name in _PACKAGES if find_spec(name)), "cdktf")


CDK = _chosen()
"""Name of the CDK's Python package."""

BINDINGS = _PACKAGES[CDK]
"""Name of the Python package of the provider's bindings."""


def __getattr__(name: str) -> object:
    """Take a class from the CDK; importing it starts the CDK's Node process.

    Raises:
        AttributeError: The CDK has no such class.
    """
    if name.startswith("__"):
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(import_module(CDK), name)
