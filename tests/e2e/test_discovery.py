"""An agent that knows nothing but the API's URL and its own credential finds the authorization server by the 401."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx2
import pytest
from fastapi import Depends, FastAPI
from mcp.client.auth import OAuthTokenError
from mcp.client.auth.extensions.client_credentials import ClientCredentialsOAuthProvider

from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.protected_api import ProtectedApi
from tests.e2e.conftest import CONSUMER
from tests.support.gateways.gateways import load_module, written
from tests.support.mcp.mcp_host import Memory
from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.realms.live_environment import LiveEnvironment

pytestmark = pytest.mark.e2e

RESOURCE = "http://models.test"


def test_agent_without_the_grant(demo: LiveEnvironment, tmp_path: Path) -> None:
    """The refusal names the scope, and Keycloak gives no token for it to an agent that was not granted it."""
    with pytest.raises(OAuthTokenError, match="invalid_scope"):
        _visit(demo, tmp_path, model="credit-scorer")


def test_sdk_of_mcp_finds_its_way(demo: LiveEnvironment, tmp_path: Path) -> None:
    """From the 401 to RFC 9728 metadata, from there to RFC 8414 metadata, to a token, to the model."""
    infer, realm = "/v2/models/fraud-detector/infer", f"/realms/{demo.realm}"
    assert [
        (infer, 401),
        ("/.well-known/oauth-protected-resource", 200),
        (f"/.well-known/oauth-authorization-server{realm}", 200),
        (f"{realm}/protocol/openid-connect/token", 200),
        (infer, 200),
    ] == _visit(demo, tmp_path, model="fraud-detector")


def _visit(demo: LiveEnvironment, folder: Path, *, model: str) -> list[tuple[str, int]]:
    """Call the model as an agent; return paths and answers on the way."""
    gateway = GatewayProps(public_url=RESOURCE)
    api = ProtectedApi.of("demo", demo.environment, gateway, demo.endpoints)
    module = load_module(written(folder, "fastapi", api)["model_access.py"])
    app = FastAPI(openapi_url=None)
    app.include_router(module.metadata)
    app.add_api_route(
        "/v2/models/{model}/infer",
        lambda model: {"model": model},
        methods=["POST"],
        dependencies=[Depends(module.authorize)],
    )
    provider = ClientCredentialsOAuthProvider(
        server_url=RESOURCE,
        storage=Memory(),
        client_id=CONSUMER,
        client_secret=demo.machine(CONSUMER).credentials()["client_secret"],
        token_endpoint_auth_method="client_secret_post",
        issuer=demo.endpoints.issuer,
    )
    visited: list[tuple[str, int]] = []

    async def note(response: httpx2.Response) -> None:
        visited.append((response.request.url.path, response.status_code))

    async def call() -> None:
        async with httpx2.AsyncClient(
            auth=provider,
            mounts={"http://models.test": httpx2.ASGITransport(app)},
            event_hooks={"response": [note]},
            timeout=PATIENCE_S,
            trust_env=False,
        ) as client:
            await client.post(f"{RESOURCE}/v2/models/{model}/infer", json={})

    asyncio.run(call())
    return visited
