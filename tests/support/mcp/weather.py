"""An MCP server whose tools note that they ran: `python -m tests.support.mcp.weather PORT NOTES [MODULE]`.

With the path of a written `mcp_access.py`, as `docs/how-to/mcp.md` shows it; without, as it is behind a gateway.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import FastAPI
from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from tests.support.gateways.gateways import load_module

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp

TOOLS = ("get_forecast", "get_alerts", "add_station", "remove_station", "undeclared")


def weather_app(notes: Path, module: Path | None) -> ASGIApp:
    """Return the app.

    Args:
        notes: Gets a line for each tool that runs: its name, and who called it as far as the server knows.
        module: The written module, if the server guards itself.
    """
    access = load_module(module) if module else None
    guarded: Mapping[str, Any] = {"auth": access.auth, "token_verifier": access.verifier} if access else {}
    server = MCPServer("weather", **guarded)

    def add(name: str) -> None:
        def run(city: str = "Oslo") -> str:
            token = get_access_token()
            with notes.open("a", encoding="utf-8") as file:
                file.write(f"{name} {token.client_id if token else '-'}\n")
            return f"{name} of {city}"

        server.add_tool(run, name=name)

    for name in TOOLS:
        add(name)
    server.resource("weather://stations", name="stations")(lambda: "Oslo")
    if access:
        app = access.guard(server)
        api = FastAPI(lifespan=lambda _: server.session_manager.run(), openapi_url=None)
        api.mount("/", app)
        return api
    # Whoever asks is known to the gateway before it.
    security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return server.streamable_http_app(transport_security=security)


if __name__ == "__main__":
    port, notes, *module = sys.argv[1:]
    uvicorn.run(
        weather_app(Path(notes), Path(module[0]) if module else None),
        host="127.0.0.1",
        port=int(port),
        log_level="warning",
    )
