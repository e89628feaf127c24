"""An MCP server behind the gateway: where it answers, and what its callers are asked for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.text_rules import TextPattern
from constructs_lib.declaration.props.values import ActionName, ModelName

__all__ = ["ApiKind", "McpMethod", "McpProps", "ToolName"]

ApiKind = Literal["models", "mcp"]

ToolName = Annotated[
    str,
    TextPattern(
        "[A-Za-z0-9_.-]{1,128}",
        "a tool's name is 1 to 128 letters, digits, '_', '-' or '.'",
        examples=("get_forecast", "getForecast"),
    ),
]
"""As the Model Context Protocol says (2025-11-25, Tool Names)."""

_Path = Annotated[
    str,
    TextPattern(
        r"(?:/(?!\.\.?(?:/|$))[A-Za-z0-9._~-]+)+",
        "the path of an MCP server is a plain path without a '/' at its end, such as '/mcp'",
        examples=("/mcp",),
    ),
]

McpMethod = Literal[
    "completion/complete",
    "prompts/get",
    "prompts/list",
    "resources/list",
    "resources/read",
    "resources/subscribe",
    "resources/templates/list",
    "resources/unsubscribe",
    "tasks/cancel",
    "tasks/get",
    "tasks/list",
    "tasks/result",
]
"""What an MCP server may offer beside tools."""


class McpProps(Props):
    """An MCP server (`kind: mcp`) as its gateway sees it."""

    path: _Path = "/mcp"
    """Where it answers: the one path of the Streamable HTTP transport."""
    first: dict[ModelName, tuple[ActionName, ...]] = Field(default_factory=dict)
    """What a client without a token is told to ask for, by model and action; the rest is asked for when it is needed.
    Left out, it is every action that there is."""
    methods: tuple[McpMethod, ...] = ()
    """JSON-RPC methods beside those of tools that any role of the API opens, such as `resources/read`; all others are
    refused."""
