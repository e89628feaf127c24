"""What is wrong with a declared gateway before an MCP server, or with what only an MCP server has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props import McpProps, PathProps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_lib.gateways.front import Front
    from constructs_lib.gateways.preset import Preset

__all__ = ["mcp_gateway_findings", "other_gateway_findings"]

_MCP = ("gateway", "mcp")


def mcp_gateway_findings(front: Front, chosen: Sequence[Preset], presets: Sequence[Preset]) -> Iterator[Finding]:
    """Yield what stands in the way of a gateway before an MCP server.

    Args:
        front: The gateway, and the models whose actions are tools.
        chosen: The presets whose files are asked for.
        presets: All presets; those that can are named.
    """
    able = ", ".join(preset.name for preset in presets if preset.serves_mcp)
    for preset in chosen:
        if not preset.serves_mcp:
            yield Finding(
                ("gateway", "presets"),
                f"{front.subject}: {preset.name} cannot tell the tools of an MCP server apart: use one of: {able}",
            )
    if not front.pairs:
        yield Finding(
            ("gateway",),
            f"{front.subject}: no tool is declared, so every request would be refused: add models with actions",
        )
    if front.gateway.paths.model_copy(update={"health": None, "metrics": None}) != PathProps():
        yield Finding(
            ("gateway", "paths"),
            f"{front.subject}: an MCP server has one path: write gateway.mcp.path in place of paths",
        )
    yield from _first(front)


def _first(front: Front) -> Iterator[Finding]:
    for model, asked in front.gateway.mcp.first.items():
        place = (*_MCP, "first", model)
        if model not in front.names:
            yield Finding(place, f"{front.subject}: no model '{model}' is behind it: {hint(model, front.names)}")
            continue
        actions = front.models[model].actions
        for action in asked:
            if action not in actions:
                yield Finding(
                    place, f"{front.subject}: model '{model}' has no action '{action}': {hint(action, actions)}"
                )


def other_gateway_findings(front: Front, chosen: Sequence[Preset], key: str) -> Iterator[Finding]:
    """Yield what only a gateway before an MCP server has, where it is before models.

    Args:
        front: The gateway and the models behind it.
        chosen: The presets whose files are asked for.
        key: Where `kind` is declared.
    """
    for preset in chosen:
        if preset.serves_mcp_alone:
            yield Finding(
                ("gateway", "presets"), f"{front.subject}: {preset.name} is for an MCP server: set {key}.kind to mcp"
            )
    if front.gateway.mcp != McpProps():
        yield Finding(
            _MCP,
            f"{front.subject}: there is no MCP server behind it: set {key}.kind to mcp, or remove gateway.mcp",
        )
