"""A host of agents: the MCP SDK's own client, and a person's browser for the login."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from pydantic import AnyUrl

from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.realms.principals import Person

__all__ = ["McpHost", "Memory"]


@dataclass
class Memory:
    """Where the SDK keeps its token and its client.

    Attributes:
        tokens: The tokens.
        client: The client.
    """

    tokens: OAuthToken | None = None
    client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        """Return the tokens."""
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        """Keep tokens."""
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        """Return the client."""
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        """Keep a client."""
        self.client = client_info


@dataclass
class McpHost:
    """The client of one person.

    Attributes:
        url: The server.
        person: Who logs in, and where the browser comes back to.
        mode: How the protocol's version is agreed on.
        memory: Its tokens and its client.
        visited: Paths and answers on the way.
        asked: Scopes of each login.
    """

    url: str
    person: Person
    mode: str = "auto"
    memory: Memory = field(default_factory=Memory)
    visited: list[tuple[str, int]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    _callback: str = ""

    def __post_init__(self) -> None:
        """Know the application that it is."""
        self.memory.client = OAuthClientInformationFull(
            client_id=self.person.client_id,
            redirect_uris=[AnyUrl(self.person.redirect_uri)],
            token_endpoint_auth_method="none",
        )

    def run(self, *calls: str) -> list[Any]:
        """Connect, list the tools, and call some; return the names of the list, then the answers."""

        async def work(client: Client) -> list[Any]:
            listed = sorted(tool.name for tool in (await client.list_tools()).tools)
            return [
                listed,
                *[
                    str(getattr((await client.call_tool(name, {"city": "Oslo"})).content[0], "text", ""))
                    for name in calls
                ],
            ]

        return asyncio.run(self._connect(work))

    async def _connect(self, work: Callable[[Client], Awaitable[list[Any]]]) -> list[Any]:
        provider = OAuthClientProvider(
            server_url=self.url,
            client_metadata=OAuthClientMetadata(
                redirect_uris=[AnyUrl(self.person.redirect_uri)],
                token_endpoint_auth_method="none",
                client_name="An agent",
            ),
            storage=self.memory,
            redirect_handler=self._log_in,
            callback_handler=self._come_back,
        )

        async def note(response: httpx2.Response) -> None:
            self.visited.append((response.request.url.path, response.status_code))

        async with (
            httpx2.AsyncClient(
                auth=provider, event_hooks={"response": [note]}, timeout=PATIENCE_S, trust_env=False
            ) as http,
            Client(streamable_http_client(self.url, http_client=http), mode=self.mode) as client,
        ):
            return await work(client)

    async def _log_in(self, url: str) -> None:
        self.asked.append(parse_qs(urlsplit(url).query)["scope"][0])
        self._callback = await asyncio.to_thread(self.person.callback, url)

    async def _come_back(self) -> AuthorizationCodeResult:
        query = {name: value[0] for name, value in parse_qs(urlsplit(self._callback).query).items()}
        assert "code" in query, f"no code: {query}"
        return AuthorizationCodeResult(code=query["code"], state=query.get("state"), iss=query.get("iss"))
