"""The MCP SDK's own server: a token verifier, auth settings, and a guard for each tool, on PyJWT."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from constructs_lib.gateways.preset import Preset
from constructs_lib.gateways.presets.python_module import python_module

if TYPE_CHECKING:
    from constructs_lib.declaration.props import PresetName
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["McpSdkPreset"]


class McpSdkPreset(Preset):
    """A module for the Python SDK's `MCPServer` (mcp 2.3, PyJWT 2.10 and newer), mounted by FastAPI or not."""

    name: ClassVar[PresetName] = "mcp-sdk"
    checked: ClassVar[str] = "server and client of the MCP SDK 2.3.0, from discovery to a refused tool"
    serves_mcp: ClassVar[bool] = True
    serves_mcp_alone: ClassVar[bool] = True
    limits: ClassVar[tuple[str, ...]] = (
        "Needs: mcp, pyjwt[crypto]. Serve nothing but what guard() returns: other routes of the server are closed.",
        "401: no token, or one that is not for this API; 403: a missing role.",
        "A token that is bound to a key or a certificate is refused.",
    )

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `mcp_access.py`; nothing where the API is no MCP server, which the checks refuse."""
        if api.mcp is None:
            return {}
        url = urlsplit(api.mcp.url)
        text = python_module(
            "mcp_sdk.py.j2",
            api,
            self,
            metadata=api.mcp.metadata,
            host=url.hostname or "",
            origin=f"{url.scheme}://{url.netloc}",
            first=sorted(map(api.scope, api.mcp.first)),
        )
        return {"mcp_access.py": text}
