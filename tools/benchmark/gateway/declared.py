"""The declarations whose gateways are measured: one model, and the same one among many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from constructs_lib.declaration.access_policy import ModelAction
from stacks.gateway_files import protected_api
from stacks.repository import REPOSITORY_VARIABLE, Repository
from tools.demo.ports import any_free_port
from tools.target import load_target

if TYPE_CHECKING:
    from pathlib import Path

    from constructs_lib.gateways.protected_api import ProtectedApi
    from tools.target import Target

__all__ = ["CALLER", "GRANTED", "api_of", "declare", "path_of_a_call"]

CALLER = "caller"
"""The consumer that calls."""

GRANTED = ModelAction("model-0", "predict")
"""What it may do."""

_NAME = "gateway"
_LONG = "15m"
"""Tokens and keys outlast a run: Keycloak is stopped meanwhile, and issues no other ones."""


def declare(root: Path, url: str, *, models: int) -> Target:
    """Write an environment, and load it as `make` does.

    Args:
        root: Folder of its repository.
        url: Base URL of a Keycloak on this machine.
        models: How many models there are.

    Raises:
        ToolError: Its file is wrong.
    """
    content = {
        "keycloak": {"url": url},
        "realm": {"name": "ml-gateway", "lifespans": {"access_token": _LONG}},
        "api": {"client_id": "model-api", "audience": "https://models.example.com"},
        "models": {f"model-{number}": {} for number in range(models)},
        "consumers": {CALLER: {"grants": {GRANTED.model: [GRANTED.action]}}},
        "gateway": {"presets": ["envoy", "fastapi"], "key_cache": _LONG},
    }
    file = Repository(root).environments / f"{_NAME}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as text:
        YAML(typ="safe", pure=True).dump(content, text)
    return load_target(_NAME, {REPOSITORY_VARIABLE: str(root)})


def api_of(target: Target, url: str, *, upstream: str) -> ProtectedApi:
    """Return what its gateway checks, which listens on a free port.

    Args:
        target: The environment.
        url: Base URL of Keycloak.
        upstream: Base URL of the server behind the gateway.
    """
    at = {"listen": f"127.0.0.1:{any_free_port()}", "upstream": upstream}
    gateway = target.environment.gateway.model_copy(update=at)
    return protected_api(target.name, target.environment, gateway=gateway, keycloak_url=url)


def path_of_a_call() -> str:
    """Return the path of a prediction."""
    return f"/v2/models/{GRANTED.model}/infer"
