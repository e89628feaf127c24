"""An MCP server as its gateway sees it: which tool is which action, and what else may be asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from constructs_lib.gateways.resource_metadata import ResourceMetadata

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_lib.declaration.access_policy import ModelAction
    from constructs_lib.declaration.props import Declaration, McpProps

__all__ = ["McpServer", "McpTool"]

_ANY_ROLE = ("initialize", "logging/setLevel", "ping", "server/discover", "subscriptions/listen", "tools/list")


@dataclass(frozen=True, order=True)
class McpTool:
    """A tool.

    Attributes:
        name: As `params.name` of `tools/call` has it.
        pair: What it is.
    """

    name: str
    pair: ModelAction


@dataclass(frozen=True)
class McpServer:
    """One server of the Model Context Protocol, by Streamable HTTP (2025-11-25, and 2026-07-28).

    Attributes:
        url: Its URL for callers: the resource of RFC 9728.
        path: The path of that at the gateway.
        tools: Its tools, sorted.
        methods: JSON-RPC methods that any role opens, sorted; notifications and answers to the server are beside them.
        first: What a client without a token is told to ask for, sorted; empty for everything.
    """

    url: str
    path: str
    tools: tuple[McpTool, ...]
    methods: tuple[str, ...]
    first: tuple[ModelAction, ...]

    @classmethod
    def of(cls, declaration: Declaration, props: McpProps, pairs: Iterable[ModelAction], base_url: str) -> Self:
        """Derive it from what is declared.

        Args:
            declaration: A declaration that passed `check_declaration`.
            props: What is declared of it.
            pairs: Everything that one may do behind its API.
            base_url: Where callers reach the gateway, without trailing slash.
        """
        every = tuple(pairs)
        tools = [McpTool(name, pair) for pair in every for name in declaration.models[pair.model].tools_of(pair.action)]
        return cls(
            url=base_url + props.path,
            path=props.path,
            tools=tuple(sorted(tools)),
            methods=tuple(sorted({*_ANY_ROLE, *props.methods})),
            first=tuple(pair for pair in every if pair.action in props.first.get(pair.model, ())),
        )

    @property
    def metadata(self) -> ResourceMetadata:
        """Where it says who issues its tokens."""
        return ResourceMetadata.of(self.url)
