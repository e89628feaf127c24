"""Build the Keycloak provider from the Go module proxy into a filesystem mirror of the project's own."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.bindings.provider_constraint import PROVIDER_SOURCE
from tools.bootstrap.keyed_folder import exclusive, has_key, replacing
from tools.bootstrap.paths import CACHE, LOGS, TERRAFORM_CONFIG
from tools.bootstrap.provider import MIRRORED_VERSION
from tools.bootstrap.quiet_run import run_quietly
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MIRROR", "build_mirror", "mirror_is_built", "mirror_is_configured", "mirror_is_newer"]

MIRROR = CACHE / "provider-mirror"

_MODULE = Path(__file__).with_name("provider_module")
_PACKAGE = "github.com/keycloak/terraform-provider-keycloak"
_REGISTRIES = ("registry.terraform.io", "registry.opentofu.org")
_ARCHITECTURES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


def mirror_is_built(mirror: Path = MIRROR) -> bool:
    """Whether the mirror holds the provider for this machine, so that no Go is needed."""
    return has_key(mirror, _key())


def mirror_is_newer(file: Path, mirror: Path = MIRROR) -> bool:
    """Whether the mirror was built, or built anew, after a file was written."""
    try:
        return (mirror / ".key").stat().st_mtime_ns > file.stat().st_mtime_ns
    except OSError:
        return False


def mirror_is_configured(mirror: Path = MIRROR, config: Path = TERRAFORM_CONFIG) -> bool:
    """Whether the Terraform CLI configuration that points at the mirror is there, as `build_mirror` wrote it."""
    try:
        return config.read_text(encoding="utf-8") == _configuration(mirror)
    except (OSError, ValueError):
        return False


def build_mirror(env: Mapping[str, str], mirror: Path = MIRROR, config: Path = TERRAFORM_CONFIG) -> None:
    """Build the provider unless it is there, and write the Terraform CLI configuration that points at it.

    Args:
        env: The environment of the Go build.
        mirror: The mirror's folder.
        config: The CLI configuration to write.

    Raises:
        ToolError: Go fails, or Terraform has no such platform.
    """
    with exclusive(mirror):
        if not mirror_is_built(mirror):
            with replacing(mirror, _key()) as part:
                _build(env, part)
        if not mirror_is_configured(mirror, config):
            part = config.with_name(f"{config.name}.part")
            part.write_text(_configuration(mirror), encoding="utf-8")
            part.replace(config)


def _build(env: Mapping[str, str], part: Path) -> None:
    first, *others = (part / registry / PROVIDER_SOURCE / MIRRORED_VERSION / _platform() for registry in _REGISTRIES)
    binary = first / f"terraform-provider-keycloak_v{MIRRORED_VERSION}"
    run_quietly(
        ["go", "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", str(binary), _PACKAGE],
        f"Building the Keycloak provider {MIRRORED_VERSION} with Go",
        {**env, "CGO_ENABLED": "0", "GOWORK": "off"},
        LOGS / "provider-mirror.log",
        cwd=_MODULE,
    )
    for folder in others:
        folder.mkdir(parents=True)
        try:
            os.link(binary, folder / binary.name)
        except OSError:  # a file system without hard links
            shutil.copy2(binary, folder / binary.name)


def _platform() -> str:
    system, machine = platform.system().lower(), platform.machine().lower()
    if machine not in _ARCHITECTURES:
        raise ToolError(f"the Keycloak provider cannot be built for {system} on {machine}: use x86-64 or arm64")
    return f"{system}_{_ARCHITECTURES[machine]}"


def _key() -> str:
    sums = (_MODULE / "go.mod").read_bytes() + (_MODULE / "go.sum").read_bytes()
    return f"{MIRRORED_VERSION} {_platform()} {hashlib.sha256(sums).hexdigest()}"


def _configuration(mirror: Path) -> str:
    names = ", ".join(f'"{registry}/{PROVIDER_SOURCE}"' for registry in _REGISTRIES)
    mirror = mirror.resolve()  # a copy of the project may share the folder by a link
    return (
        "provider_installation {\n"
        f'  filesystem_mirror {{\n    path    = "{mirror}"\n    include = [{names}]\n  }}\n'
        f"  direct {{\n    exclude = [{names}]\n  }}\n"
        "}\n"
    )
