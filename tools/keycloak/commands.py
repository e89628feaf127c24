"""`python -m tools keycloak`: start, stop and reset the local Keycloak."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from tools.errors import ToolError
from tools.project import repository_of

if TYPE_CHECKING:
    from tools.keycloak.server import KeycloakServer

__all__ = ["app"]

app = typer.Typer(help="The local Keycloak.", no_args_is_help=True)


def _server() -> KeycloakServer:
    from tools.keycloak.server import KeycloakServer

    return KeycloakServer.from_environment(os.environ, repository_of(os.environ))


@app.command()
def start() -> None:
    """Start Keycloak and wait until it is ready; create .env first where it is missing."""
    server = _server()
    started = server.start()
    runs = "runs" if started else "already runs"
    dotenv = repository_of(os.environ).show(server.dotenv)
    typer.echo(f"Keycloak {runs} at {server.url}; its admin credentials are in {dotenv}")


@app.command()
def stop() -> None:
    """Stop Keycloak; its data stays."""
    stopped = _server().stop()
    typer.echo("Keycloak is stopped" if stopped else "Keycloak is not running")


@app.command()
def status() -> None:
    """Say whether Keycloak runs and is healthy; if not, the exit code is 1."""
    server = _server()
    found = server.status()
    if not found.running:
        raise ToolError("Keycloak is not running: start it with make keycloak")
    if not found.healthy:
        raise ToolError(f"Keycloak runs on port {found.port} but is not healthy; see {server.log}")
    typer.echo(f"Keycloak is healthy at {server.url}")


@app.command()
def reset() -> None:
    """Stop Keycloak and delete its data, all realms included."""
    server = _server()
    server.reset()
    typer.echo(f"Keycloak is stopped and {server.data} removed")
