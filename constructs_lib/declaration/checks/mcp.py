"""MCP servers: each tool is one action's, and what no MCP server serves has no tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props import SOLE_API

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import Declaration, ModelProps

__all__ = ["mcp_findings"]


def mcp_findings(declaration: Declaration) -> Iterator[Finding]:
    """What a tool's name means is one action of one model; a model of an MCP server says which tools it has."""
    apis = declaration.every_api
    taken: dict[tuple[str, str], Path] = {}
    for model, props in declaration.models.items():
        api = declaration.api_of(model)
        if api not in apis:
            continue  # told elsewhere
        subject = f"realm '{declaration.realm.name}', model '{model}'"
        if apis[api].kind != "mcp":
            yield from _without_tools(subject, model, props, api)
            continue
        yield from _with_tools(subject, model, props)
        for place, tool in _tools(model, props):
            if taken.setdefault((api, tool), place) != place:
                yield Finding(
                    place,
                    f"{subject}: tool '{tool}' is another action's too: a tool is one action of one model, remove one",
                    also=taken[(api, tool)],
                )


def _without_tools(subject: str, model: str, props: ModelProps, api: str) -> Iterator[Finding]:
    if props.tools:
        key = "api" if api == SOLE_API else f"apis.{api}"
        yield Finding(
            ("models", model, "tools"), f"{subject}: no MCP server serves it: set {key}.kind to mcp, or remove tools"
        )


def _with_tools(subject: str, model: str, props: ModelProps) -> Iterator[Finding]:
    if "actions" not in props.model_fields_set:
        yield Finding(
            ("models", model),
            f"{subject}: an MCP server serves it: name its tools as its actions, such as actions: [get_forecast]",
        )
    for key in ("server", "paths"):
        if key in props.model_fields_set:
            yield Finding(
                ("models", model, key),
                f"{subject}: an MCP server has one path, and one server behind it: remove {key}, "
                "and set gateway.upstream",
            )
    for action in props.tools:
        if action not in props.actions:
            yield Finding(
                ("models", model, "tools", action),
                f"{subject}: it has no action '{action}': {hint(action, props.actions)}",
            )


def _tools(model: str, props: ModelProps) -> Iterator[tuple[Path, str]]:
    for place, action in enumerate(props.actions):
        for index, tool in enumerate(props.tools_of(action)):
            declared: Path = ("tools", action, index) if action in props.tools else ("actions", place)
            yield ("models", model, *declared), tool
