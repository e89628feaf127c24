"""What the provider and the Terraform of this machine can do: the app asks, and tells the library."""

from __future__ import annotations

import functools
import json
import os
import subprocess
from dataclasses import replace
from importlib.metadata import version as installed_version

from constructs_lib.cdk import CDK
from constructs_lib.declaration.provider_features import ProviderFeatures

__all__ = ["installed_features"]

_TIMEOUT_S = 60


def installed_features() -> ProviderFeatures:
    """Return what can be emitted here.

    Set-up builds the bindings from the provider that Terraform resolves, and gives them the same version. Terraform, or
    what `TERRAFORM_BINARY_NAME` names, is asked for its own only where something depends on it.
    """
    features = ProviderFeatures.of(installed_version(CDK.distribution))
    if not features.write_only_secrets:
        return features
    return replace(features, terraform=_terraform_version(os.environ.get("TERRAFORM_BINARY_NAME") or "terraform"))


@functools.cache
def _terraform_version(binary: str) -> str | None:
    try:
        result = subprocess.run(
            [binary, "version", "-json"],
            capture_output=True,
            check=True,
            env={**os.environ, "CHECKPOINT_DISABLE": "1"},  # it would call home
            timeout=_TIMEOUT_S,
        )
        return str(json.loads(result.stdout)["terraform_version"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return None
