"""The place of the walk: one environment, one consumer of it, and servers for its models."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import ModelAction
from constructs_lib.declaration.secret_names import client_secret_name
from constructs_lib.gateways.catalog import PRESETS
from stacks.gateway_files import protected_api, write_files
from tools.demo.disturbance import ClientCredentials
from tools.demo.envoy import envoy
from tools.demo.model_server import model_server, train_models
from tools.demo.ports import preferred_port
from tools.gateway import keycloak_url
from tools.reaching import known_variables

if TYPE_CHECKING:
    from contextlib import ExitStack

    from tools.target import Target

__all__ = ["CONSUMER", "DENIED", "ENVIRONMENT", "GRANTED", "Site", "consumer_credentials", "start_site"]

ENVIRONMENT = "demo"
"""The environment that is shown."""

CONSUMER = "payment-gateway"
"""A consumer of it that proves itself by a secret."""

GRANTED = ModelAction("fraud-detector", "predict")
"""What that consumer may do."""

DENIED = "credit-scorer"
"""A model that it may not call."""


@dataclass(frozen=True)
class Site:
    """Servers that run.

    Attributes:
        upstream: Base URL of the model server, which nothing protects.
        gateway: Base URL of the gateway before it.
        scores: How often each model is right, a line a model.
    """

    upstream: str
    gateway: str
    scores: tuple[str, ...]


def start_site(stack: ExitStack, target: Target) -> Site:
    """Train the models, and start model server and gateway.

    Args:
        stack: Stops them.
        target: The deployed environment.

    Raises:
        ToolError: One of them does not start.
    """
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    declared = target.environment.gateway
    scores = train_models(folder / "models")
    upstream = stack.enter_context(model_server(folder / "models", port=preferred_port(declared.upstream)))
    listen = f"127.0.0.1:{preferred_port(declared.listen)}"
    # Loopback needs no TLS, and who is shown here has no certificate.
    local = declared.model_copy(update={"listen": listen, "upstream": upstream, "tls": None})
    api = protected_api(target.name, target.environment, gateway=local, keycloak_url=keycloak_url(target))
    write_files(folder, PRESETS["envoy"].render(api))
    gateway = stack.enter_context(envoy(folder / "envoy.yaml", listen=listen))
    return Site(upstream, gateway, tuple(scores.splitlines()))


def consumer_credentials(target: Target, consumer: str = CONSUMER) -> ClientCredentials:
    """Return what a consumer proves itself by; `deploy` has made it.

    Args:
        target: The deployed environment.
        consumer: Its name.
    """
    secret = known_variables(target)[f"TF_VAR_{client_secret_name(consumer)}"]
    return ClientCredentials(target.environment.realm.name, consumer, secret)
