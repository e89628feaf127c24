"""The environment in which every cdktf, Terraform and jsii process of the project runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bootstrap.cdk import cdk_of
from tools.bootstrap.paths import TERRAFORM_CONFIG, places_of
from tools.bootstrap.provider import detect_provider, recorded_provider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.bootstrap.provider import Provider

__all__ = ["tool_environment"]


def tool_environment(base: Mapping[str, str], provider: Provider | None = None) -> dict[str, str]:
    """Add to `base` what the project's tools need.

    Args:
        base: Usually `os.environ`.
        provider: The provider in use; when not given, what set-up recorded, else what Terraform now finds.

    Returns:
        A new environment. Terraform's settings are the user's own, except where nothing but the project's mirror
        serves the provider.
    """
    provider = provider or recorded_provider(base) or detect_provider(base)
    places = places_of(cdk_of(base))
    first = [str(places.node_bin), str(Path(base.get("VIRTUAL_ENV") or places.venv) / "bin")]
    rest = [entry for entry in base.get("PATH", os.defpath).split(os.pathsep) if entry not in first]
    env = {
        **base,
        "PATH": os.pathsep.join([*first, *rest]),
        "JSII_NODE": str(places.node_bin / "node"),
        "CHECKPOINT_DISABLE": "1",  # neither cdktf nor Terraform calls home
        # Past every mirror, cdktf would ask the registry for hashes of other platforms; the lock file stays here.
        "CDKTF_SKIP_PROVIDER_LOCK": base.get("CDKTF_SKIP_PROVIDER_LOCK", "true"),
    }
    if base.get("KEYCLOAK_USER") and base.get("KEYCLOAK_PASSWORD") and not base.get("KEYCLOAK_CLIENT_ID"):
        # The provider requires what a person logs in by, and cdktf would wait for it without end.
        env["KEYCLOAK_CLIENT_ID"] = "admin-cli"
    if provider.mirrored:
        env["TF_CLI_CONFIG_FILE"] = str(TERRAFORM_CONFIG)
    return env
