"""Envoy's AI gateway, which reads a body's model into the header `x-ai-eg-model` before Envoy Gateway's rules see it.

Its external processor comes before the filter of the rules, and writes over what a caller puts into that header
(version 1.1). It reads bodies as Go does: of a key that is there twice, or in other letters, the last one counts, where
the server behind may take another. So each model has a server of its own: whatever a body says beside, no other model
is there.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from typing import TYPE_CHECKING

from constructs_lib.gateways.server_address import ServerAddress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelPlace

__all__ = ["AI_PATHS", "MODEL_HEADER", "ai_resources"]

MODEL_HEADER = "x-ai-eg-model"
"""Header field that holds the model; a caller's own is written over."""

AI_PATHS: dict[ModelPlace, frozenset[str]] = {
    "json": frozenset(
        {
            "/v1/chat/completions",
            "/v1/completions",
            "/v1/embeddings",
            "/v1/responses",
            "/v1/audio/speech",
            "/v1/images/generations",
        }
    ),
    "multipart": frozenset({"/v1/audio/transcriptions", "/v1/audio/translations"}),
}
"""Paths whose bodies it reads."""

_API, _ROUTES = "aigateway.envoyproxy.io/v1beta1", "gateway.networking.k8s.io"
_BACKENDS = "gateway.envoyproxy.io"
_RULES = 15
"""Rules that one route may have."""

_Struct = dict[str, object]


def ai_resources(api: ProtectedApi) -> Iterator[_Struct]:
    """Yield a route to each model's server, and the servers; nothing where no body names a model.

    Args:
        api: What to check: bodies of models that have a server of their own.
    """
    cluster = api.gateway.kubernetes
    servers = {route.model: route.server for route in api.routes if route.told_by_body}
    for number, models in enumerate(_groups(sorted(servers)), start=1):
        rules = [
            {
                "matches": [{"headers": [{"type": "Exact", "name": MODEL_HEADER, "value": model}]}],
                "backendRefs": [{"name": _slug(model)}],
            }
            for model in models
        ]
        gateway = {"group": _ROUTES, "kind": "Gateway", "name": cluster.gateway}
        name = f"{api.client_id.replace('_', '-')}-{number}"
        yield _resource(_API, "AIGatewayRoute", name, cluster.namespace, {"parentRefs": [gateway], "rules": rules})
    for model, url in sorted(servers.items()):
        name, backend = _slug(model), {"group": _BACKENDS, "kind": "Backend", "name": _slug(model)}
        spec: _Struct = {"schema": {"name": "OpenAI"}, "backendRef": backend}
        yield _resource(_API, "AIServiceBackend", name, cluster.namespace, spec)
        yield _resource(f"{_BACKENDS}/v1alpha1", "Backend", name, cluster.namespace, _backend(url))


def _groups(models: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(models), _RULES):
        yield models[start : start + _RULES]


def _resource(version: str, kind: str, name: str, namespace: str, spec: _Struct) -> _Struct:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": namespace}, "spec": spec}


def _backend(url: str) -> _Struct:
    server = ServerAddress.of(url)
    try:
        ipaddress.ip_address(server.host)
    except ValueError:
        endpoint: _Struct = {"fqdn": {"hostname": server.host, "port": server.port}}
    else:
        endpoint = {"ip": {"address": server.host, "port": server.port}}
    tls: _Struct = {"tls": {"wellKnownCACertificates": "System"}} if server.scheme == "https" else {}
    return {"type": "Endpoints", "endpoints": [endpoint], **tls}


def _slug(model: str) -> str:
    """Return what Kubernetes calls a model: its name where that can be one, else with what tells it from others."""
    plain = re.sub("[^a-z0-9]+", "-", model.lower()).strip("-")[:40].strip("-")
    return plain if plain == model else f"{plain}-{hashlib.sha256(model.encode()).hexdigest()[:8]}"
