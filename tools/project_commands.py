"""Commands of `python -m tools` that are about this project and its tools, and about no one environment.

A command imports what it runs, as those of `tools.cli` do.
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer()

_PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@app.command()
def demo() -> None:
    """Walk through what a gateway before a model server refuses, and what it lets through."""
    from tools.demo.command import demonstrate

    raise typer.Exit(demonstrate())


@app.command("benchmark")
def benchmark_command(
    *, large: Annotated[bool, typer.Option("--large", help="1,000 consumers in place of 300.")] = False
) -> None:
    """Deploy one declaration by us, as plain HCL and by direct calls, and print what each costs."""
    from tools.benchmark.command import benchmark

    benchmark(large=large)


@app.command("benchmark-gateway")
def benchmark_gateway_command() -> None:
    """Print what Envoy and the FastAPI preset add to a call."""
    from tools.benchmark.gateway.command import benchmark_gateway

    benchmark_gateway()


@app.command(context_settings=_PASS_ON)
def cdktf(context: typer.Context) -> None:
    """Run `cdktf`, after checks that make its failures clear."""
    from tools.cdktf_command import run_cdktf
    from tools.script_environment import script_environment

    raise typer.Exit(run_cdktf(context.args, script_environment(os.environ)))


@app.command(context_settings=_PASS_ON)
def terraform(context: typer.Context) -> None:
    """Run Terraform with the provider that set-up found."""
    from tools.cdktf_command import run_terraform
    from tools.script_environment import script_environment

    raise typer.Exit(run_terraform(context.args, script_environment(os.environ)))
