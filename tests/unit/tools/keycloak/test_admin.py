"""Errors of the Admin API's client that need no Keycloak."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.unit


@contextmanager
def _answering(answer: bytes) -> Iterator[str]:
    """Serve one connection: read the request for a token, send `answer`, close."""

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            received = b""
            while b"client_id=" not in received:
                received += connection.recv(65536)
            connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def test_a_server_that_does_not_listen() -> None:
    """A refused connection is said in one line with the way out."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(ToolError) as raised:
        KeycloakAdmin(url, "admin", "canary").check()
    assert (
        f"Keycloak at {url} does not answer (connection refused): "
        "start it (this project's own by make keycloak), or set KEYCLOAK_URL" == str(raised.value)
    )
    assert raised.value.exit_code == 1


def test_a_server_that_hangs_up() -> None:
    """A connection that is closed with no answer counts as not answering."""
    with _answering(b"") as url, pytest.raises(ToolError) as raised:
        KeycloakAdmin(url, "admin", "canary").check()
    assert (
        f"Keycloak at {url} does not answer (server disconnected without sending a response): "
        "start it (this project's own by make keycloak), or set KEYCLOAK_URL" == str(raised.value)
    )


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("http://127.0.0.1:1", "start it (this project's own by make keycloak), or set KEYCLOAK_URL"),
        ("http://0.0.0.0:1", "check KEYCLOAK_URL, the network and the server"),
    ],
)
def test_only_a_local_server_is_to_be_started(url: str, advice: str) -> None:
    """Whoever deploys to production is not told to start a server on the own machine."""
    with pytest.raises(ToolError) as raised:
        KeycloakAdmin(url, "admin", "canary").check()
    assert str(raised.value) == f"Keycloak at {url} does not answer (connection refused): {advice}"


def test_a_server_in_trouble() -> None:
    """Another status is passed on with the call that got it, and without the credentials."""
    answer = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with _answering(answer) as url, pytest.raises(ToolError) as raised:
        KeycloakAdmin(url, "admin", "canary").check()
    assert (
        f"Keycloak at {url} answered 503 Service Unavailable to POST /realms/master/protocol/openid-connect/token"
        == str(raised.value)
    )


def test_no_url_in_the_environment() -> None:
    """The line says where a URL comes from."""
    with pytest.raises(ToolError) as raised:
        KeycloakAdmin.from_environment({})
    assert str(raised.value) == "KEYCLOAK_URL is not set: set it to your Keycloak's URL"
    assert raised.value.exit_code == 2


@pytest.mark.parametrize("path", ["@127.0.0.1:9", ".example.com", ":9", "auth", "/auth@x", "/auth?x", "//x", "/auth\n"])
def test_what_is_no_path_leads_to_no_other_server(path: str) -> None:
    """Credentials go where the URL says, whatever is set behind it."""
    variables = {"KEYCLOAK_URL": "http://127.0.0.1:8080", "KEYCLOAK_USER": "admin", "KEYCLOAK_PASSWORD": "canary"}
    with pytest.raises(ToolError) as raised:
        KeycloakAdmin.from_environment({**variables, "KEYCLOAK_BASE_PATH": path})
    assert str(raised.value) == "KEYCLOAK_BASE_PATH is no path: write it like /auth, or leave it unset"
    assert raised.value.exit_code == 2


@pytest.mark.parametrize("given", [{}, {"KEYCLOAK_USER": "admin"}, {"KEYCLOAK_PASSWORD": "canary"}])
def test_no_credentials_in_the_environment(given: dict[str, str]) -> None:
    """Both ways to log in are named."""
    with pytest.raises(ToolError) as raised:
        KeycloakAdmin.from_environment({"KEYCLOAK_URL": "http://127.0.0.1:8080", **given})
    assert (
        str(raised.value) == "no credentials for Keycloak at http://127.0.0.1:8080: set KEYCLOAK_USER and "
        "KEYCLOAK_PASSWORD, or KEYCLOAK_CLIENT_ID and KEYCLOAK_CLIENT_SECRET"
    )
    assert raised.value.exit_code == 2


def test_the_provider_s_variables_are_read() -> None:
    """Every variable of the provider arrives, and empty ones mean its defaults."""
    admin = KeycloakAdmin.from_environment(
        {
            "KEYCLOAK_URL": "https://sso.example.com/",
            "KEYCLOAK_CLIENT_ID": "terraform",
            "KEYCLOAK_CLIENT_SECRET": "canary",
            "KEYCLOAK_REALM": "",
            "KEYCLOAK_BASE_PATH": "/auth",
        }
    )
    assert (
        admin.url,
        admin.client_id,
        admin.realm,
        admin.base_path,
    ) == ("https://sso.example.com", "terraform", "master", "/auth")


def test_repr_shows_no_secret() -> None:
    """A secret does not reach a log through a repr."""
    assert "canary" not in repr(KeycloakAdmin("http://127.0.0.1:1", "admin", "canary", client_secret="canary"))
