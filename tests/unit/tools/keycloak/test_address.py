"""Where the local Keycloak listens."""

from __future__ import annotations

import socket

import pytest

from tools.errors import ToolError
from tools.keycloak.address import chosen_port, is_free, next_free_port

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("asked", ["0", "65536", "-1", "80a", "8080.0", " ", "٣"])
def test_what_is_no_port_is_refused(asked: str) -> None:
    """The line says what to write instead."""
    with pytest.raises(ToolError) as raised:
        chosen_port(asked, "")
    assert f"KEYCLOAK_PORT={asked} is no port: write a number from 1 to 65535" == str(raised.value)
    assert raised.value.exit_code == 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999", "http://127.0.0.1:x"])
def test_a_recorded_url_with_a_bad_port_is_refused(url: str) -> None:
    """The line names the URL."""
    with pytest.raises(ToolError) as raised:
        chosen_port("", url)
    assert f"KEYCLOAK_URL={url} has no valid port: write a number from 1 to 65535" == str(raised.value)
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    ("asked", "recorded", "port"),
    [
        ("", "", 8080),
        ("", "http://127.0.0.1:8123", 8123),
        ("", "http://localhost:8123/", 8123),
        ("", "http://127.0.0.1", 8080),
        ("", "https://sso.example.com:8443", 8080),
        ("9000", "http://127.0.0.1:8123", 9000),
    ],
)
def test_port_asked_for_then_recorded_then_default(asked: str, recorded: str, port: int) -> None:
    """KEYCLOAK_PORT wins over `.env`, and that over 8080; a remote server's port is not the local one's."""
    assert port == chosen_port(asked, recorded)


def test_a_listening_socket_takes_its_port() -> None:
    """A port is taken while someone listens, and the next one offered is free."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not is_free("127.0.0.1", port)
        other = next_free_port("127.0.0.1", port)
        assert other != port
        assert is_free("127.0.0.1", other)
    assert is_free("127.0.0.1", port)


def test_the_highest_port_has_a_next_one() -> None:
    """Past the highest port the search goes on from below."""
    assert next_free_port("127.0.0.1", 65535) in range(1024, 65535)
