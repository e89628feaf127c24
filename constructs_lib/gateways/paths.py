"""Which requests are which action, by the style of the API's paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.gateways.route import OpenRoute, Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs_lib.declaration.access_policy import ModelAction
    from constructs_lib.declaration.props import GatewayProps, PathProps, PathStyle

__all__ = ["open_routes", "routes", "routes_of_action"]

_MODEL = "{model}"


@dataclass(frozen=True)
class _Style:
    """Routes as `METHOD /path`.

    Attributes:
        actions: Routes of each action.
        any_action: Routes that need any one action with the model.
        health: Routes of health checks.
    """

    actions: Mapping[str, tuple[str, ...]]
    any_action: tuple[str, ...] = ()
    health: tuple[str, ...] = ()


_MODEL_PATHS = ("/v2/models/{model}", "/v2/models/{model}/versions/{version}")
_STYLES: dict[PathStyle, _Style] = {
    # Open Inference Protocol v2, HTTP/REST; `load` and `unload` are Triton's model repository extension, which MLServer
    # has too, and `explain` is Seldon's.
    "open-inference": _Style(
        actions={
            "predict": tuple(f"POST {path}/infer" for path in _MODEL_PATHS),
            "explain": tuple(f"POST {path}/explain" for path in _MODEL_PATHS),
            "manage": ("POST /v2/repository/models/{model}/load", "POST /v2/repository/models/{model}/unload"),
        },
        any_action=tuple(f"GET {path}{what}" for path in _MODEL_PATHS for what in ("", "/ready")),
        health=("GET /v2/health/live", "GET /v2/health/ready"),
    ),
    # The OpenAI API as vLLM and others serve it: the body's `model` says which one.
    "openai": _Style(
        actions={"predict": ("POST /v1/chat/completions", "POST /v1/completions", "POST /v1/embeddings")},
        health=("GET /health",),
    ),
    "custom": _Style(actions={}),
}
_METRICS = ("GET /metrics",)


def routes_of_action(paths: PathProps, action: str) -> tuple[str, ...]:
    """Return the routes of an action as they are declared or the style has them; none if there are none."""
    return paths.actions.get(action) or _STYLES[paths.style].actions.get(action, ())


def routes(model_actions: Iterable[ModelAction], paths: PathProps) -> tuple[Route, ...]:
    """Return every request that some role allows, sorted."""
    return tuple(sorted(_routes(model_actions, paths)))


def open_routes(gateway: GatewayProps) -> tuple[OpenRoute, ...]:
    """Return the requests that need no token: none unless asked for."""
    paths, found = gateway.paths, list[str]()
    if "health" in gateway.open:
        found += _STYLES[paths.style].health if paths.health is None else paths.health
    if "metrics" in gateway.open:
        found += _METRICS if paths.metrics is None else paths.metrics
    return tuple(sorted({OpenRoute(*text.split(" ")) for text in found}))


def _routes(model_actions: Iterable[ModelAction], paths: PathProps) -> Iterator[Route]:
    by_model: dict[str, list[ModelAction]] = {}
    for pair in model_actions:
        by_model.setdefault(pair.model, []).append(pair)
        for text in routes_of_action(paths, pair.action):
            yield _route(text, pair.model, (pair,))
    for model, pairs in by_model.items():
        for text in _STYLES[paths.style].any_action:
            yield _route(text, model, tuple(pairs))


def _route(text: str, model: str, allowed: tuple[ModelAction, ...]) -> Route:
    method, path = text.split(" ")
    return Route(method, path.replace(_MODEL, model), allowed, None if _MODEL in path else model)
