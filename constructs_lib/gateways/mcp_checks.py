"""What is wrong with a declared gateway before an MCP server, or with what only an MCP server has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.props import McpProps, PathProps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.declaration.access_policy import ModelAction
    from constructs_lib.declaration.props import GatewayProps
    from constructs_lib.gateways.preset import Preset

__all__ = ["mcp_gateway_findings", "other_gateway_findings"]

_MCP = ("gateway", "mcp")


def mcp_gateway_findings(
    pairs: Sequence[ModelAction], gateway: GatewayProps, chosen: Sequence[Preset], presets: Mapping[str, Preset]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what stands in the way of a gateway before an MCP server, each with its place.

    Args:
        pairs: Everything that one may do behind its API.
        gateway: What is declared of the gateway.
        chosen: The presets whose files are asked for.
        presets: All presets by name.
    """
    able = ", ".join(name for name, preset in presets.items() if preset.serves_mcp)
    for preset in chosen:
        if not preset.serves_mcp:
            yield (
                ("gateway", "presets"),
                f"{preset.name} cannot tell the tools of an MCP server apart: use one of: {able}",
            )
    if not pairs:
        yield ("gateway",), "no tool is declared, so every request would be refused: add models with actions"
    if gateway.paths.model_copy(update={"health": None, "metrics": None}) != PathProps():
        yield ("gateway", "paths"), "an MCP server has one path: write gateway.mcp.path in place of paths"
    actions: dict[str, list[str]] = {}
    for pair in pairs:
        actions.setdefault(pair.model, []).append(pair.action)
    for model, asked in gateway.mcp.first.items():
        if model not in actions:
            yield (*_MCP, "first", model), f"no model '{model}' is behind it: {hint(model, actions)}"
            continue
        for action in asked:
            if action not in actions[model]:
                yield (
                    (*_MCP, "first", model),
                    f"model '{model}' has no action '{action}': {hint(action, actions[model])}",
                )


def other_gateway_findings(
    gateway: GatewayProps, chosen: Sequence[Preset], key: str
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what only a gateway before an MCP server has, where it is before models.

    Args:
        gateway: What is declared of the gateway.
        chosen: The presets whose files are asked for.
        key: Where `kind` is declared.
    """
    for preset in chosen:
        if preset.serves_mcp_alone:
            yield ("gateway", "presets"), f"{preset.name} is for an MCP server: set {key}.kind to mcp"
    if gateway.mcp != McpProps():
        yield _MCP, f"there is no MCP server behind it: set {key}.kind to mcp, or remove gateway.mcp"
