"""Which Keycloak provider Terraform gets: from its registry or mirror, else one that set-up builds."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.bindings.progress import step
from constructs_lib.bindings.provider_constraint import PROVIDER_CONSTRAINT, PROVIDER_SOURCE
from tools.bootstrap.paths import CACHE, TERRAFORM_CONFIG
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "MIRRORED_VERSION",
    "Provider",
    "detect_provider",
    "record_provider",
    "recorded_provider",
    "terraform_binary",
]

MIRRORED_VERSION = "4.5.0"
"""The newest version that the Go module proxy serves; the commit of its tag is pinned in provider_module/go.mod."""

_RECORD = CACHE / "provider.json"
_DETECTION_SECONDS = 120
_LOCKED_VERSION = re.compile(r'^\s*version\s*=\s*"([^"]+)"', re.MULTILINE)


@dataclass(frozen=True)
class Provider:
    """The provider that Terraform uses on this machine.

    Attributes:
        version: Exact version.
        mirrored: Whether it comes from the project's own mirror, because nothing else serves it.
    """

    version: str
    mirrored: bool


def terraform_binary(env: Mapping[str, str]) -> str:
    """The Terraform or OpenTofu to run: `TERRAFORM_BINARY_NAME` as cdktf reads it, else `terraform`."""
    return env.get("TERRAFORM_BINARY_NAME") or "terraform"


def recorded_provider(env: Mapping[str, str], record: Path = _RECORD) -> Provider | None:
    """What an earlier detection found with the same Terraform, settings and constraint, or None."""
    try:
        content = json.loads(record.read_text(encoding="utf-8"))
        provider = Provider(version=content["version"], mirrored=content["mirrored"])
    except (OSError, ValueError, KeyError, TypeError):  # missing, or cut short by an interrupted run: detect again
        return None
    if provider.mirrored and _runs_on_our_config(env):
        return provider
    return provider if content.get("key") == _key(env, provider) else None


def record_provider(provider: Provider, env: Mapping[str, str], record: Path = _RECORD) -> None:
    """Keep what was detected for `recorded_provider`."""
    record.parent.mkdir(parents=True, exist_ok=True)
    part = record.with_suffix(".part")
    part.write_text(json.dumps({**asdict(provider), "key": _key(env, provider)}, indent=2) + "\n", encoding="utf-8")
    part.replace(record)


def detect_provider(env: Mapping[str, str]) -> Provider:
    """Ask Terraform itself, in the user's own environment, whether it can get the provider.

    Returns:
        The version that Terraform chose, or the mirrored one when it finds none.

    Raises:
        ToolError: There is no Terraform to ask.
    """
    with tempfile.TemporaryDirectory() as scratch, step("Asking Terraform for the Keycloak provider"):
        folder = Path(scratch)
        requirement = {"keycloak": {"source": PROVIDER_SOURCE, "version": PROVIDER_CONSTRAINT}}
        (folder / "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": requirement}}))
        try:
            subprocess.run(
                [terraform_binary(env), "init", "-backend=false", "-input=false", "-no-color"],
                cwd=folder,
                env={**_without_settings_of_a_stack(env), "CHECKPOINT_DISABLE": "1"},
                capture_output=True,
                check=True,
                timeout=_DETECTION_SECONDS,
            )
            version = _LOCKED_VERSION.search((folder / ".terraform.lock.hcl").read_text(encoding="utf-8"))
        except FileNotFoundError as fault:
            raise ToolError(f"{terraform_binary(env)} is not on PATH: run make doctor") from fault
        except subprocess.SubprocessError:
            version = None
    return Provider(version[1], mirrored=False) if version else Provider(MIRRORED_VERSION, mirrored=True)


def _without_settings_of_a_stack(env: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value for name, value in env.items() if not name.startswith(("TF_CLI_ARGS", "TF_DATA_DIR", "TF_WORK"))
    }


def _runs_on_our_config(env: Mapping[str, str]) -> bool:
    return env.get("TF_CLI_CONFIG_FILE") == str(TERRAFORM_CONFIG)


def _key(env: Mapping[str, str], provider: Provider) -> str:
    config = env.get("TF_CLI_CONFIG_FILE") or str(Path.home() / ".terraformrc")
    try:
        content = Path(config).read_bytes()
    except OSError:
        content = b""
    binary = shutil.which(terraform_binary(env), path=env.get("PATH")) or ""
    found = f"{provider.version} {provider.mirrored}"  # a record that something else changed is void
    facts = [found, config, hashlib.sha256(content).hexdigest(), binary, PROVIDER_SOURCE, PROVIDER_CONSTRAINT]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()
