"""The door to a Keycloak elsewhere: it gives its token for its secret alone, and hands on the rest as it is."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.support.servers.loopback_server import JsonHandler, LoopbackServer
from tools.bootstrap.provider import Provider
from tools.keycloak import provider_login
from tools.keycloak.loopback_door import loopback_door

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.unit

TOKEN = "token-of-the-run"
TOKEN_PATH = "/realms/master/protocol/openid-connect/token"


class Echo(JsonHandler):
    """Answers with what it was sent."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.path == "/base/admin/serverinfo":
            known = self.headers["Authorization"] == "Bearer of-everything"
            self.answer(HTTPStatus.OK, {"systemInfo": {"version": "26.7.3"}} if known else {"themes": {}})
            return
        sent = {"method": self.command, "path": self.path, "body": body, "as": self.headers.get("Authorization")}
        self.answer(HTTPStatus.CONFLICT if "taken" in self.path else HTTPStatus.OK, sent)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the library's names


@pytest.fixture(scope="module")
def variables() -> Iterator[dict[str, str]]:
    """What the provider is given, with the door open."""
    with LoopbackServer(Echo) as server, loopback_door(f"{server.url}/base", "master", TOKEN) as variables:
        yield dict(variables)


def call(variables: dict[str, str], method: str, path: str, **parts: Any) -> httpx.Response:  # noqa: ANN401
    """Call through the door."""
    return httpx.request(method, f"{variables['KEYCLOAK_URL']}{path}", trust_env=False, **parts)


def test_token_needs_the_secret(variables: dict[str, str]) -> None:
    """Whoever does not know the run's secret gets no token, and no request is handed on with one."""
    for form in ({}, {"client_secret": ""}, {"client_secret": "x"}, {"client_id": variables["KEYCLOAK_CLIENT_ID"]}):
        response = call(variables, "POST", TOKEN_PATH, data=form)
        assert (response.status_code, TOKEN in response.text) == (401, False)
    assert call(variables, "GET", "/admin/realms").json()["as"] is None
    form = {"grant_type": "client_credentials", "client_secret": variables["KEYCLOAK_CLIENT_SECRET"]}
    assert call(variables, "POST", TOKEN_PATH, data=form).json()["access_token"] == TOKEN


def test_requests_are_handed_on(variables: dict[str, str]) -> None:
    """Method, path, query, body and credentials arrive as they are, and so do answers; chunks too, which Go sends."""
    headers = {"Authorization": "Bearer of-the-provider"}
    chunked = call(variables, "PUT", "/admin/realms/taken?a=b%2Fc", content=iter([b"one ", b"two"]), headers=headers)
    assert chunked.status_code == 409
    assert chunked.json() == {
        "method": "PUT",
        "path": "/base/admin/realms/taken?a=b%2Fc",
        "body": "one two",
        "as": "Bearer of-the-provider",
    }
    assert call(variables, "POST", "/admin/realms", content=b"x").json()["body"] == "x"


def test_version_is_filled_in(variables: dict[str, str]) -> None:
    """Who may not see Keycloak's version gets one that the provider can start with; who may sees the true one."""
    hidden = call(variables, "GET", "/admin/serverinfo", headers={"Authorization": "Bearer of-a-realm"}).json()
    assert hidden == {"themes": {}, "systemInfo": {"version": "26.4.0"}}
    seen = call(variables, "GET", "/admin/serverinfo", headers={"Authorization": "Bearer of-everything"}).json()
    assert seen["systemInfo"]["version"] == "26.7.3"


def test_door_is_closed_afterwards() -> None:
    """Nothing listens once the run has ended; what it was given is nowhere in the variables but as the secret."""
    with loopback_door("http://127.0.0.1:9", "master", TOKEN) as variables:
        assert TOKEN not in json.dumps(dict(variables))
        assert call(dict(variables), "GET", "/admin/realms").status_code == 502
    with pytest.raises(httpx.ConnectError):
        call(dict(variables), "GET", "/admin/realms")


@pytest.mark.parametrize(
    ("version", "given", "opened"),
    [
        ("4.5.0", {}, True),
        ("5.4.0", {}, True),
        ("5.5.0", {}, False),
        ("5.9.0", {}, False),
        ("4.5.0", {"KEYCLOAK_CLIENT_SECRET": "x"}, True),
        ("5.9.0", {"KEYCLOAK_CLIENT_SECRET": "x"}, False),
        ("4.5.0", {"KEYCLOAK_PASSWORD": "x"}, False),
        ("4.5.0", {"KEYCLOAK_ACCESS_TOKEN": ""}, False),
    ],
)
def test_door_is_for_old_providers_with_a_token(
    version: str, given: dict[str, str], *, opened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider that takes access tokens, and one that has another credential, reaches Keycloak itself."""
    monkeypatch.setattr(provider_login, "recorded_provider", lambda _: Provider(version, mirrored=False))
    run = {"KEYCLOAK_URL": "https://sso.example.com", "KEYCLOAK_ACCESS_TOKEN": TOKEN, **given}
    with provider_login.provider_login(run) as variables:
        assert bool(variables) == opened
