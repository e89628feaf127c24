"""Settings of the local Keycloak, and what stops it before it starts."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from stacks.repository import Repository
from tools.errors import ToolError
from tools.keycloak.address import next_free_port
from tools.keycloak.registrations import OPTION
from tools.keycloak.server import KeycloakServer, ServerStatus

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def _server(root: Path, port: int) -> KeycloakServer:
    return KeycloakServer(data=root / "data", cache=root / "cache", dotenv=root / ".env", port=port)


def test_a_taken_port(tmp_path: Path) -> None:
    """The line offers a port that is free; no credentials are written and nothing is fetched."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ToolError) as raised:
            _server(tmp_path, port).start()
        free = next_free_port("127.0.0.1", port)
    assert (
        f"port {port} on 127.0.0.1 is taken by another process; stop it, or choose another: "
        f"KEYCLOAK_PORT={free} make keycloak; or, if it is your Keycloak, use it: set KEYCLOAK_URL, "
        "KEYCLOAK_USER and KEYCLOAK_PASSWORD" == str(raised.value)
    )
    assert raised.value.exit_code == 1
    assert not (tmp_path / ".env").exists()
    assert not (tmp_path / "cache").exists()


def test_a_folder_with_something_else(tmp_path: Path) -> None:
    """A data folder that is not ours is left alone."""
    server = _server(tmp_path, 8080)
    server.data.mkdir()
    (server.data / "precious").touch()
    for action in (server.start, server.reset):
        with pytest.raises(ToolError) as raised:
            action()
        expected = f"{server.data} holds something other than a local Keycloak: name a new folder by KEYCLOAK_DATA"
        assert expected == str(raised.value)
    assert [server.data / "precious"] == list(server.data.iterdir())


def test_nothing_runs(tmp_path: Path) -> None:
    """A server that was never started has no status, and stopping it twice is no error."""
    server = _server(tmp_path, 8080)
    assert ServerStatus(running=False, healthy=False, port=None) == server.status()
    assert not server.stop()
    assert not server.stop()


def test_settings_come_from_the_environment_then_from_dotenv(tmp_path: Path) -> None:
    """KEYCLOAK_PORT and KEYCLOAK_DATA win; else it is the recorded URL's port, in the repository's folder."""
    (tmp_path / ".env").write_text("KEYCLOAK_URL=http://127.0.0.1:8123\n")
    repository = Repository(tmp_path)
    default = KeycloakServer.from_environment({}, repository)
    assert ("http://127.0.0.1:8123", tmp_path / ".keycloak") == (default.url, default.data)
    chosen = KeycloakServer.from_environment(
        {"KEYCLOAK_PORT": "8124", "KEYCLOAK_DATA": str(tmp_path / "d")}, repository
    )
    assert ("http://127.0.0.1:8124", tmp_path / "d") == (chosen.url, chosen.data)


def test_clients_register_by_openid_connect_alone(tmp_path: Path) -> None:
    """What lets them choose their id and login flow is off, unless somebody asks for a server as Keycloak brings it."""
    off = {f"--spi-client-registration--{each}--enabled=false" for each in ("install", "saml2-entity-descriptor")}
    asked = replace(_server(tmp_path, 8080), options=("--https-port=8443",))
    assert {*asked.started_with} == {*off, OPTION, "--https-port=8443"}
    assert replace(asked, own_registrations=True).started_with == ("--https-port=8443",)
