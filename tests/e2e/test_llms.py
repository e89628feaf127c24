"""The program of docs/how-to/serve-llms.md, by OpenAI's own SDK through Envoy, does what the page shows."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.protected_api import ProtectedApi
from tests.support.declarations.page_snippets import page_environment
from tests.support.gateways.free_address import free_address
from tests.support.gateways.gateways import EnvoyGateway
from tests.support.project.checkout import ROOT
from tests.support.project.page_walk import unshown
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.servers.echo_server import EchoServer
from tests.unit.docs.pages import Page
from tools.bootstrap.paths import CACHE
from tools.bootstrap.python_environment import ensure_python_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.e2e

PAGE = Page(ROOT / "docs" / "how-to" / "serve-llms.md")
PINS = ROOT / "tests" / "support" / "recipes" / "openai-requirements.txt"
CONSUMER = "chat-app"
MESSAGE = {"role": "assistant", "content": "It is Paris."}
COMPLETION = {
    "id": "chat-1",
    "object": "chat.completion",
    "created": 0,
    "model": "gpt-4.1",
    "choices": [{"index": 0, "message": MESSAGE, "finish_reason": "stop"}],
}


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What the page declares; a file for this machine would say by itself that no mail is sent."""
    environment = page_environment("serve-llms", changes={"realm": {"login": {"verify_email": False}}})
    folder = tmp_path_factory.mktemp("llms")
    live = LiveEnvironment.apply(environment, realm="llms", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


def test_program_prints_what_the_page_shows(live: LiveEnvironment, tmp_path: Path) -> None:
    """It lists the models of its caller, gets an answer of one, and is refused another; the server sees no token."""
    (program,), (shown,) = PAGE.code("py"), PAGE.code("text")
    python = ensure_python_environment(CACHE / "openai", PINS, "OpenAI's SDK") / "python"
    machine = live.machine(CONSUMER)
    with EchoServer(answer=COMPLETION) as server:
        values = {**live.environment.gateway.model_dump(), "listen": free_address(), "upstream": server.url}
        gateway = GatewayProps.model_validate(values)
        api = ProtectedApi.of("llms", live.environment, gateway, live.endpoints)
        with EnvoyGateway.start(tmp_path, api, server) as envoy:
            variables = {
                "OPENAI_BASE_URL": f"{envoy.url}/v1",
                "TOKEN_ENDPOINT": machine.token_endpoint,
                "CLIENT_SECRET": machine.credentials()["client_secret"],
            }
            finished = subprocess.run(
                [str(python), "-c", program],
                env={**os.environ, **variables},
                capture_output=True,
                text=True,
                check=False,
            )
    assert finished.returncode == 0, finished.stderr
    assert unshown(shown, finished.stdout) == [], finished.stdout
    (received,) = server.received
    assert (received.target, json.loads(received.body)["model"]) == ("/v1/chat/completions", "gpt-4.1")
    assert "authorization" not in received.headers
