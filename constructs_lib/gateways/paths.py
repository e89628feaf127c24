"""Which requests are which action, by the style of the API's paths."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.gateways.route import OpenRoute, Route, path_of_model
from constructs_lib.gateways.style import Row, Who
from constructs_lib.gateways.styles import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs_lib.declaration.access_policy import ModelAction
    from constructs_lib.declaration.props import GatewayProps, ModelProps, PathProps
    from constructs_lib.gateways.route import ModelPlace
    from constructs_lib.gateways.style import Style

__all__ = ["ActionRows", "action_rows", "open_routes", "routes", "style_of"]

_ACTION, _MODEL = "{action}", "{model}"


@dataclass(frozen=True)
class ActionRows:
    """The requests of an action with a model.

    Attributes:
        rows: The requests.
        declared: Key of an environment file below which they are declared; empty where they are the style's.
        nameless: Declared routes without `{model}`, `METHOD /path`, where nothing says which model they are for.
    """

    rows: tuple[Row, ...]
    declared: tuple[str, ...] = ()
    nameless: tuple[str, ...] = ()


def style_of(model: ModelProps, paths: PathProps) -> Style:
    """Return the style of the server that has a model."""
    return STYLES[model.paths.style or paths.style]


def action_rows(pair: ModelAction, model: ModelProps, paths: PathProps) -> ActionRows:
    """Return the requests of an action: those declared for the model, else those of its server's style.

    Args:
        pair: Model and action.
        model: The model.
        paths: What is declared of the gateway's paths.
    """
    if own := model.paths.actions.get(pair.action):
        return _declared(own, pair.action, "bound", ("models", pair.model, "paths", "actions", pair.action))
    if model.paths.style is None and (every := paths.actions.get(pair.action)):
        place = paths.model_in or STYLES[paths.style].bare
        return _declared(every, pair.action, place, ("gateway", "paths", "actions", pair.action))
    return ActionRows(style_of(model, paths).of_action(pair.action))


def routes(
    model_actions: Iterable[ModelAction], gateway: GatewayProps, models: Mapping[str, ModelProps]
) -> tuple[Route, ...]:
    """Return every request that some role allows, sorted.

    Args:
        model_actions: Everything that one may do with some model behind the gateway.
        gateway: What is declared of the gateway.
        models: All models by name.
    """
    by_model: defaultdict[str, list[ModelAction]] = defaultdict(list)
    for pair in model_actions:
        by_model[pair.model].append(pair)
    named = (route for name, pairs in by_model.items() for route in _of_model(pairs, models[name], gateway))
    return tuple(sorted({*named, *_of_no_model(by_model, gateway, models)}))


def open_routes(gateway: GatewayProps) -> tuple[OpenRoute, ...]:
    """Return the requests that need no token: none unless asked for."""
    paths, found = gateway.paths, list[str]()
    if "health" in gateway.open:
        found += STYLES[paths.style].health if paths.health is None else paths.health
    if "metrics" in gateway.open:
        found += STYLES[paths.style].metrics if paths.metrics is None else paths.metrics
    return tuple(sorted({OpenRoute(*text.split(" ")) for text in found}))


def _declared(texts: Iterable[str], action: str, bare: ModelPlace | None, key: tuple[str, ...]) -> ActionRows:
    found, nameless = list[Row](), list[str]()
    for text in texts:
        method, path = text.split(" ")
        place: ModelPlace | None = "path" if _MODEL in path else bare
        if place is None:
            nameless.append(text)
        else:
            found.append(Row(method, path, action, place))
    return ActionRows(tuple(found), key, tuple(nameless))


def _of_model(pairs: list[ModelAction], model: ModelProps, gateway: GatewayProps) -> Iterator[Route]:
    for pair in pairs:
        for row in action_rows(pair, model, gateway.paths).rows:
            yield from _route(row, (pair,), pair.action, model, gateway)
    for row in style_of(model, gateway.paths).of(Who.ANY_ACTION):
        yield from _route(row, tuple(pairs), "", model, gateway)


def _route(
    row: Row, allowed: tuple[ModelAction, ...], action: str, model: ModelProps, gateway: GatewayProps
) -> Iterator[Route]:
    # A model with a server of its own is not at the gateway's address for gRPC.
    if row.grpc and (gateway.grpc_upstream is None or model.server):
        return
    prefix = "" if row.grpc else model.paths.prefix
    name = allowed[0].model
    yield Route(
        row.method,
        prefix + path_of_model(row.path.replace(_ACTION, action), name),
        allowed,
        name,
        row.named_in,
        row.field,
        server=gateway.grpc_upstream or "" if row.grpc else model.server or "",
        prefix=prefix,
        grpc=row.grpc,
    )


def _of_no_model(
    by_model: Mapping[str, list[ModelAction]], gateway: GatewayProps, models: Mapping[str, ModelProps]
) -> Iterator[Route]:
    """Yield what no single model is named in, once for all models that have it at the same path."""
    sharing: defaultdict[tuple[Row, str], list[str]] = defaultdict(list)
    for name in by_model:
        for who in (Who.ANY_ROLE, Who.ACCESS_ROLE):
            for row in style_of(models[name], gateway.paths).of(who):
                sharing[row, models[name].paths.prefix].append(name)
    for (row, prefix), names in sharing.items():
        servers = {models[name].server for name in names}
        pairs = tuple(sorted(pair for name in names for pair in by_model[name])) if row.who is Who.ANY_ROLE else ()
        yield Route(
            row.method,
            prefix + path_of_model(row.path, ""),
            pairs,
            named_in=row.named_in,
            lists=row.lists,
            # Of several servers, the one that answers for all of them is the gateway's.
            server=(servers.pop() or "") if len(servers) == 1 else "",
            prefix=prefix,
        )
