"""The one place that knows which Terraform CDK runs: cdktf, or its community successor cdktn.

`CDK=cdktn` in the process environment chooses cdktn; where only one of the two is installed, it is that one. Everything
else imports the CDK's classes from here, and those of the provider's bindings from `constructs_lib.cdk.keycloak`.
"""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from constructs_lib.bindings.cdk import chosen_cdk

if TYPE_CHECKING:
    from cdktf import (
        App,
        Aspects,
        AzurermBackend,
        Fn,
        GcsBackend,
        IAspect,
        LocalBackend,
        PgBackend,
        S3Backend,
        TerraformDataSource,
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
    "CDK",
    "App",
    "Aspects",
    "AzurermBackend",
    "Fn",
    "GcsBackend",
    "IAspect",
    "LocalBackend",
    "PgBackend",
    "S3Backend",
    "TerraformDataSource",
    "TerraformLocal",
    "TerraformOutput",
    "TerraformResource",
    "TerraformResourceLifecycle",
    "TerraformStack",
    "TerraformVariable",
    "Testing",
    "Token",
]

try:
    CDK = chosen_cdk(os.environ)
    """The CDK that runs."""
except ValueError as error:
    raise ImportError(str(error)) from None


def __getattr__(name: str) -> object:
    """Take a class from the CDK; importing it starts the CDK's Node process.

    Raises:
        AttributeError: The CDK has no such class.
        ModuleNotFoundError: The CDK is not installed.
    """
    if name.startswith("__"):
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    if find_spec(CDK.name) is None:
        raise ModuleNotFoundError(
            f"{CDK.name} is not installed; it comes with the Keycloak provider's bindings: {CDK.how_to_install}",
            name=CDK.name,
        )
    return getattr(import_module(CDK.name), name)
