"""`make benchmark-gateway`."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from constructs_lib.bindings.progress import step
from constructs_lib.gateways.catalog import PRESETS
from stacks.gateway_files import write_files
from tools.benchmark.gateway.declared import CALLER, GRANTED, api_of, declare, path_of_a_call
from tools.benchmark.gateway.effort import FULL
from tools.benchmark.gateway.figures import Figures
from tools.benchmark.gateway.report import tables
from tools.benchmark.gateway.rounds import Served, measure
from tools.benchmark.gateway.servers import EnvoyFile, echo_upstream, fastapi_app
from tools.benchmark.own_keycloak import deploying, own_keycloak
from tools.bootstrap.paths import LOGS
from tools.bootstrap.quiet_run import run_quietly
from tools.demo.site import consumer_credentials
from tools.demo.token_client import ask_for_tokens
from tools.project import ROOT, require_product

if TYPE_CHECKING:
    from tools.benchmark.gateway.effort import Effort
    from tools.benchmark.gateway.servers import Running
    from tools.keycloak.server import KeycloakServer
    from tools.target import Target

__all__ = ["benchmark_gateway"]

_WIDTH = 120


def benchmark_gateway(effort: Effort = FULL, console: Console | None = None) -> Figures:
    """Print what a call costs through Envoy and in the FastAPI preset, as ratios to the same call without them.

    A Keycloak of its own is started for it, stopped once the gateways have its keys, and removed.

    Args:
        effort: How much is called.
        console: Where to print; the screen when not given.

    Returns:
        What was measured.

    Raises:
        ToolError: Something that is needed is missing or fails, or a call is refused.
    """
    require_product(os.environ, "make benchmark-gateway")
    console = console or Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH  # a table in a log is not cut to 80 columns
    console.print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the run")
    with tempfile.TemporaryDirectory() as folder, own_keycloak(Path(folder)) as server:
        figures = _figures(Path(folder), server, effort)
    for table in tables(figures, effort):
        console.print(table)
    return figures


def _figures(root: Path, server: KeycloakServer, effort: Effort) -> Figures:
    target = declare(root, server.url, models=1)
    _deploy(target, server)
    credentials = consumer_credentials(target, CALLER)
    # One for the calls that bring a token that is known, one to warm up with, one for each call with a new one.
    count = 2 + effort.new_tokens
    with step(f"Get {count:,} tokens"):
        known, *others = ask_for_tokens(server.url, credentials, GRANTED.scope, count=count)
    new = iter(others)
    with ExitStack() as stack:
        upstream = stack.enter_context(echo_upstream(root))
        one = EnvoyFile.write(root / "one", api_of(target, server.url, upstream=upstream.url))
        large = declare(root / "large", server.url, models=effort.models)
        many = EnvoyFile.write(root / "many", api_of(large, server.url, upstream=upstream.url))
        start_ups = one.start_up(), many.start_up()
        write_files(root, PRESETS["fastapi"].render(one.api))
        before, guarded = (stack.enter_context(fastapi_app(root, name)) for name in ("bare", "guarded"))
        envoys = [stack.enter_context(each.running()) for each in (one, many)]

        def served(name: str, running: Running, *, fresh: bool = False) -> Served:
            def tokens(count: int) -> list[str]:
                return [next(new) for _ in range(count)] if fresh else [known]

            return Served(name, running.url + path_of_a_call(), running.process, tokens)

        apps = [served("app", before), served("known", guarded), served("new", guarded, fresh=True)]
        chain = [served("bare", upstream), served("one", envoys[0]), served("many", envoys[1])]
        # The app fetches the keys with its first call, Envoy has them when it listens.
        measure(apps[:2], rounds=1, rate=1, seconds=1)
        server.stop()
        in_python = measure(apps, rounds=effort.rounds, rate=effort.python_rate, seconds=effort.python_seconds)
        by_envoy = measure(chain, rounds=effort.rounds, rate=effort.rate, seconds=effort.seconds)
        return Figures(
            **by_envoy,
            **in_python,
            size=f"{effort.models:,} models, {len(many.api.routes):,} routes",
            one_start_up_s=start_ups[0],
            many_start_up_s=start_ups[1],
            one_file_bytes=one.size,
            many_file_bytes=many.size,
        )


def _deploy(target: Target, server: KeycloakServer) -> None:
    variables = deploying(server, target.repository.root)
    command = [sys.executable, "-m", "tools", "deploy", target.name]
    run_quietly(command, f"Deploying {target.name}", variables, LOGS / "benchmark-deploy.log", cwd=ROOT)
