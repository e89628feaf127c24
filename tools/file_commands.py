"""Commands of `python -m tools` that reach no server: they read the files of a repository, and write others.

A command imports what it runs, as those of `tools.cli` do.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from tools.errors import ToolError
from tools.project import from_caller, repository_of

__all__ = ["app"]

app = typer.Typer()


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Write a repository of one's own, which ENVIRONMENTS can name."""
    from tools.init.command import init_repository

    if folder == Path():
        raise ToolError("name a new folder: make init FOLDER=../ml-access", exit_code=2)
    init_repository(folder)


@app.command()
def pipelines() -> None:
    """Write workflows for GitHub Actions and GitLab CI into a repository of one's own that has none."""
    from tools.init.pipelines import write_pipelines

    write_pipelines(os.environ)


@app.command()
def snapshot(*, update: Annotated[bool, typer.Option("--update", help="Write them anew.")] = False) -> None:
    """Compare the Terraform JSON of a repository of one's own with what was reviewed."""
    from tools.snapshots import compare_snapshots, update_snapshots

    (update_snapshots if update else compare_snapshots)(os.environ)


@app.command()
def schema() -> None:
    """Write the JSON Schemas of the environment files."""
    from tools.json_schema import write_schemas

    write_schemas(repository_of(os.environ).environments)


@app.command()
def guardrails(
    *,
    sarif: Annotated[
        Path | None, typer.Option(help="File that gets the findings as SARIF, in place of cdktf.out/guardrails.sarif.")
    ] = None,
    plan: Annotated[Path | None, typer.Option(help="Judge a saved plan, and its environment alone.")] = None,
    stack: Annotated[str | None, typer.Option(help="The plan's stack, where its folder does not say so.")] = None,
) -> None:
    """List the findings and exemptions of every environment, or of a saved plan."""
    from tools.guardrails.command import list_guardrails
    from tools.guardrails.saved_plan import read_saved_plan

    saved = [read_saved_plan(from_caller(plan), os.environ, stack=stack)] if plan else []
    raise typer.Exit(list_guardrails(os.environ, sarif and from_caller(sarif), saved))


@app.command()
def gateway(
    environment: Annotated[str, typer.Argument(help="Name of the environment.")],
    *,
    preset: Annotated[str, typer.Option("--for", help="Which gateway: envoy, istio, fastapi, …")],
    output: Annotated[Path | None, typer.Option(help="Folder to write to; left out, the files are printed.")] = None,
    upstream: Annotated[str | None, typer.Option(help="The model server, in place of gateway.upstream.")] = None,
    listen: Annotated[str | None, typer.Option(help="Address and port, in place of gateway.listen.")] = None,
    auth_listen: Annotated[str | None, typer.Option(help="In place of gateway.auth_listen.")] = None,
    public_url: Annotated[str | None, typer.Option(help="In place of gateway.public_url.")] = None,
    keycloak_url: Annotated[str | None, typer.Option(help="In place of keycloak.url.")] = None,
    api: Annotated[str | None, typer.Option(help="Which API's, where the environment has several.")] = None,
) -> None:
    """Print the files of a gateway that checks what the environment declares."""
    from tools.gateway import gateway_files, print_or_write
    from tools.script_environment import script_environment

    overrides = {
        "upstream": upstream,
        "listen": listen,
        "auth_listen": auth_listen,
        "public_url": public_url,
        "keycloak_url": keycloak_url,
        "api": api,
    }
    variables = script_environment(os.environ)
    print_or_write(gateway_files(environment, preset, overrides=overrides, process_environment=variables), output)
