"""What a gateway adds to a call: the same predictions with and without it, while Keycloak is down."""

from __future__ import annotations

import os
import statistics
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import httpx
from rich.console import Console
from rich.table import Table

from tools.bootstrap.paths import LOGS
from tools.bootstrap.quiet_run import run_quietly
from tools.demo.example_models import EXAMPLE_MODELS
from tools.demo.model_server import install_model_server
from tools.demo.site import ENVIRONMENT, GRANTED, consumer_credentials, start_site
from tools.demo.token_client import ask_for_token
from tools.errors import ToolError
from tools.keycloak.server import KeycloakServer
from tools.project import ROOT, require_product
from tools.target import load_target

if TYPE_CHECKING:
    from tools.demo.site import Site

__all__ = ["benchmark_gateway"]

_ROUNDS = 20
_CALLS_A_ROUND = 25
_WARM_UP = 50
_TIMEOUT_S = 60.0


def benchmark_gateway() -> None:
    """Print the latency of a prediction with and without Envoy, and their ratio.

    The local Keycloak is stopped once Envoy has its keys, and started again if it ran before.

    Raises:
        ToolError: Something that is needed is missing or fails, or a call is refused.
    """
    require_product(os.environ, "make benchmark-gateway")
    target = load_target(ENVIRONMENT)
    install_model_server()
    server = KeycloakServer.from_environment(os.environ, target.repository)
    ran_before = server.status().running
    deploy = [sys.executable, "-m", "tools", "deploy", target.name]
    run_quietly(deploy, f"Deploying {target.name}", os.environ, LOGS / "benchmark-deploy.log", cwd=ROOT)
    with ExitStack() as stack:
        site = start_site(stack, target)
        token = ask_for_token(server.url, consumer_credentials(target), GRANTED.scope).text
        if ran_before:
            stack.callback(server.start)
        server.stop()
        plain, guarded = _measure(site, token)
    table = Table("a prediction", "median", "95 of 100", "ratio", title="Gateway, Keycloak down", title_justify="left")
    for name, seconds in (("MLServer alone", plain), ("through Envoy", guarded)):
        ratio = statistics.median(seconds) / statistics.median(plain)
        table.add_row(name, *(f"{1000 * figure:.2f} ms" for figure in _figures(seconds)), f"{ratio:.2f}")
    Console(highlight=False).print(table)


def _measure(site: Site, token: str) -> tuple[list[float], list[float]]:
    """Call both in turns, so that what else the machine does falls on both."""
    path = f"/v2/models/{GRANTED.model}/infer"
    plain, guarded = list[float](), list[float]()
    with httpx.Client(trust_env=False, timeout=_TIMEOUT_S, headers={"Authorization": f"Bearer {token}"}) as http:
        for _ in range(_WARM_UP):
            _call(http, site.upstream + path)
            _call(http, site.gateway + path)
        for _ in range(_ROUNDS):
            plain += [_call(http, site.upstream + path) for _ in range(_CALLS_A_ROUND)]
            guarded += [_call(http, site.gateway + path) for _ in range(_CALLS_A_ROUND)]
    return plain, guarded


def _call(http: httpx.Client, url: str) -> float:
    body = EXAMPLE_MODELS[GRANTED.model].request()
    started = time.perf_counter()
    response = http.post(url, json=body)
    seconds = time.perf_counter() - started
    if response.is_error:
        raise ToolError(f"{url} answered {response.status_code}: there is nothing to measure")
    return seconds


def _figures(seconds: list[float]) -> tuple[float, float]:
    return statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
