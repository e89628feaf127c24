"""Routes that a gateway cannot check, and servers that it cannot send them to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.declaration.access_policy import ModelAction
    from constructs_lib.gateways.front import Front
    from constructs_lib.gateways.preset import Preset
    from constructs_lib.gateways.route import ModelPlace, Route

__all__ = ["unread_findings"]

_STYLE = ("gateway", "paths", "style")
_GRPC = ("gateway", "grpc_upstream")
_REMEDIES: Mapping[ModelPlace, str] = {
    "json": "put {model} into every path",
    "multipart": "put {model} into every path",
    "protobuf": "take gateway.grpc_upstream away",
}


def unread_findings(front: Front, preset: Preset, presets: Sequence[Preset]) -> Iterator[Finding]:
    """Yield what a gateway cannot check, or cannot send where it belongs.

    A style has requests that not every gateway can check. Those stay closed there, as long as each action keeps one;
    what is declared by hand, and gRPC, must be checked.

    Args:
        front: The gateway and the models behind it.
        preset: The kind of gateway.
        presets: All kinds; those that can are named.
    """
    by_pair: dict[ModelAction, list[Route]] = {}
    for route in front.routes:
        for pair in route.allowed if route.model else ():
            by_pair.setdefault(pair, []).append(route)
    told = set[tuple[str, ...]]()
    for pair in front.pairs:
        declared = front.rows(pair).declared
        # Descriptions of the model are no call of the action.
        own = [route for route in by_pair.get(pair, []) if route.allowed == (pair,) and route.method != "GET"]
        unread = [route for route in own if preset.unable(route)]
        by_grpc = any(route.grpc for route in unread)
        left_closed = not declared and not by_grpc and len(unread) < len(own)
        key = declared or (_GRPC if by_grpc else _STYLE)
        if unread and not left_closed and key not in told:
            told.add(key)
            yield Finding(key, f"{front.subject}: {preset.name} {_unread(preset, unread[0], presets)}")
    for name in front.names:
        yield from _unsent(front, name, preset, presets)


def _unread(preset: Preset, route: Route, presets: Sequence[Preset]) -> str:
    able = ", ".join(other.name for other in presets if other.checks_paths and not other.unable(route))
    remedy = _REMEDIES.get(route.named_in, "choose other paths")
    return f"{preset.unable(route)}: {remedy}" + (f", or use one of: {able}" if able else "")


def _unsent(front: Front, name: str, preset: Preset, presets: Sequence[Preset]) -> Iterator[Finding]:
    model, subject = front.models[name], front.subject
    if model.server and not preset.picks_servers:
        yield Finding(
            ("models", name, "server"),
            f"{subject}: {preset.name} sends every request to gateway.upstream, not to a server of model '{name}': "
            f"use one of: {', '.join(other.name for other in presets if other.checks_paths and other.picks_servers)}",
        )
    if model.paths.prefix and not preset.takes_prefixes:
        yield Finding(
            ("models", name, "paths", "prefix"),
            f"{subject}: {preset.name} does not take a prefix away before the server, as model '{name}' needs it: "
            f"use one of: {', '.join(other.name for other in presets if other.takes_prefixes)}",
        )
