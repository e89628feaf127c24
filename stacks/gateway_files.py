"""Write the gateways' files of environments that list presets."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.declaration.props import SOLE_API
from constructs_lib.gateways.catalog import PRESETS
from constructs_lib.gateways.protected_api import ProtectedApi

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constructs_lib.declaration.props import GatewayProps
    from stacks.environment import Environment

__all__ = ["protected_api", "write_files", "write_gateways"]

_FOLDER = "gateways"


def protected_api(
    name: str,
    environment: Environment,
    *,
    api: str = SOLE_API,
    gateway: GatewayProps | None = None,
    keycloak_url: str | None = None,
) -> ProtectedApi:
    """Return what the gateways of an environment check.

    Args:
        name: Name of the environment.
        environment: What it declares.
        api: Name of the API behind them.
        gateway: Addresses and paths in place of the declared ones.
        keycloak_url: Public base URL in place of the declared one.
    """
    url = (keycloak_url or environment.keycloak.url).rstrip("/")
    endpoints = RealmEndpoints(url, environment.realm.name)
    return ProtectedApi.of(name, environment, gateway or environment.gateways[api], endpoints, api=api)


def write_gateways(environments: Mapping[str, Environment], outdir: Path) -> None:
    """Write `gateways/<environment>/<preset>/` beside the synthesized stacks, and remove what is no longer listed.

    Of several APIs, each has a folder of its own: `gateways/<environment>/<api>/<preset>/`.

    Args:
        environments: Environments that passed the checks, by name.
        outdir: Where the Terraform JSON went.
    """
    folder = outdir / _FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    for name, environment in environments.items():
        for api, gateway in environment.gateways.items():
            protected = protected_api(name, environment, api=api)
            for preset in gateway.presets:
                write_files(folder / name / protected.api / preset, PRESETS[preset].render(protected))


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write a preset's files.

    Args:
        folder: Their folder; made where it is missing.
        files: Texts by name; a name may have folders.

    Raises:
        OSError: The folder cannot be written.
    """
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
