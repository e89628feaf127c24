"""Which server Envoy sends a request to, where a model has one of its own or speaks gRPC."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.gateways.presets.envoy_bodies import body_metadata
from constructs_lib.gateways.presets.envoy_cluster import cluster
from constructs_lib.gateways.presets.envoy_matchers import method_is

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import Route

__all__ = ["server_clusters", "server_routes"]

_NO_LIMIT = "0s"
"""A prediction may take as long as it takes; the model server decides."""

_Struct = dict[str, object]


def server_clusters(api: ProtectedApi, default: str) -> list[_Struct]:
    """Return the model servers.

    Args:
        api: What to check.
        default: Name of the gateway's own upstream.
    """
    servers = sorted({(route.server, route.grpc) for route in api.routes if route.server})
    others = [cluster(_name(url, grpc=grpc), url, http2=grpc) for url, grpc in servers]
    return [cluster(default, api.gateway.upstream), *others]


def server_routes(api: ProtectedApi, default: str) -> list[_Struct]:
    """Return where requests go; what no route is told of goes to the gateway's own upstream.

    Args:
        api: What to check.
        default: Name of the gateway's own upstream.
    """
    return [*_own(api, default), {"match": {"prefix": "/"}, "route": {"cluster": default, "timeout": _NO_LIMIT}}]


def _own(api: ProtectedApi, default: str) -> Iterator[_Struct]:
    for route in api.routes:
        if route.server or route.prefix:
            target = _name(route.server, grpc=route.grpc) if route.server else default
            yield {"match": _match(route), "route": {"cluster": target, "timeout": _NO_LIMIT, **_rewritten(route)}}


def _match(route: Route) -> _Struct:
    path: _Struct = {"safe_regex": {"regex": route.pattern}} if route.varies else {"path": route.path}
    body = body_metadata(route)
    return {**path, "headers": [method_is(route.method)], **({"dynamic_metadata": body} if body else {})}


def _rewritten(route: Route) -> _Struct:
    if not route.prefix:
        return {}
    return {"regex_rewrite": {"pattern": {"regex": f"^{re.escape(route.prefix)}"}, "substitution": ""}}


def _name(url: str, *, grpc: bool) -> str:
    return f"{url} by gRPC" if grpc else url
