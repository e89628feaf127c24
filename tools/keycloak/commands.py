"""`python -m tools keycloak`: start, stop and reset the local Keycloak."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import typer

from tools.errors import ToolError
from tools.keycloak.address import HIGHEST_PORT, is_loopback
from tools.keycloak.server import KeycloakServer
from tools.local_secrets import LocalSecrets, ensure_local_secrets, read_local_secrets, record_keycloak_url

__all__ = ["app", "local_server", "start_local_keycloak"]

app = typer.Typer(help="The local Keycloak.", no_args_is_help=True)

_PROJECT = Path(__file__).resolve().parents[2]
_DEFAULT_PORT = 8080


def start_local_keycloak(project: Path = _PROJECT) -> LocalSecrets:
    """Make sure that the project's `.env` and its local Keycloak are there, and say so.

    A port that the user asks for by KEYCLOAK_PORT is recorded in `.env`, so that everything else finds it.

    Raises:
        ToolError: As `KeycloakServer.start` and `ensure_local_secrets`.
    """
    environment = project / ".env"
    server = local_server(project)
    server.require_free_port()
    recorded = read_local_secrets(environment).variables.get("KEYCLOAK_URL", server.url)
    if is_loopback(recorded) and urlsplit(recorded).port != server.port:
        record_keycloak_url(environment, server.url)
        typer.echo(f"{environment}: KEYCLOAK_URL is now {server.url}")
    values = ensure_local_secrets(environment, keycloak_url=server.url, secret_variables=())
    started = local_server(project).start()
    typer.echo(
        f"Keycloak {'runs' if started else 'already runs'} at {server.url} (user {values.keycloak_user}, see .env)"
    )
    return values


def local_server(project: Path = _PROJECT) -> KeycloakServer:
    """Return the project's server as KEYCLOAK_PORT, KEYCLOAK_DATA and `.env` describe it.

    Raises:
        ToolError: KEYCLOAK_PORT is no port, or `.env` cannot be read (exit 2).
    """
    cache = project / ".cache"
    values = read_local_secrets(project / ".env").variables
    return KeycloakServer(
        data=Path(os.environ.get("KEYCLOAK_DATA") or cache / "keycloak").expanduser(),
        cache=cache,
        admin_user=values.get("KEYCLOAK_USER", "admin"),
        admin_password=values.get("KEYCLOAK_PASSWORD", ""),
        port=_port(values.get("KEYCLOAK_URL", "")),
    )


@app.command()
def start() -> None:
    """Start Keycloak and wait until it is ready; create .env first where it is missing."""
    start_local_keycloak()


@app.command()
def stop() -> None:
    """Stop Keycloak; its data stays."""
    typer.echo("Keycloak is stopped" if local_server().stop() else "Keycloak is not running")


@app.command()
def status() -> None:
    """Say whether Keycloak runs and is healthy."""
    server = local_server()
    found = server.status()
    if not found.running:
        raise ToolError("Keycloak is not running: start it with make keycloak")
    if not found.healthy:
        raise ToolError(f"Keycloak runs on port {found.port} but is not healthy; see {server.log}")
    typer.echo(f"Keycloak is healthy at {server.url}")


@app.command()
def reset() -> None:
    """Stop Keycloak and delete its data, all realms included."""
    server = local_server()
    server.reset()
    typer.echo(f"Keycloak is stopped and {server.data} removed")


def _port(recorded_url: str) -> int:
    asked = os.environ.get("KEYCLOAK_PORT", "")
    if asked:
        if not asked.isdecimal() or not 0 < int(asked) <= HIGHEST_PORT:
            raise ToolError(f"KEYCLOAK_PORT={asked} is no port: write a number from 1 to {HIGHEST_PORT}", exit_code=2)
        return int(asked)
    if is_loopback(recorded_url):
        return urlsplit(recorded_url).port or _DEFAULT_PORT
    return _DEFAULT_PORT
