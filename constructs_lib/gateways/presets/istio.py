"""Istio, as KServe and Seldon Core run on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.declaration.token_settings import BINDING_CLAIM, BINDING_MEMBERS, ROLES_CLAIM
from constructs_lib.gateways.head import head
from constructs_lib.gateways.model_in_path import spellings
from constructs_lib.gateways.preset import NO_CLUSTER, Preset
from constructs_lib.gateways.route import VERSION
from constructs_lib.gateways.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs_lib.declaration.props import PresetName
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import OpenRoute, Route

__all__ = ["IstioPreset", "authorization_rules", "jwt_rule", "no_bound_tokens", "security_resource"]

_API_VERSION = "security.istio.io/v1"
_ONE_SEGMENT = "{*}"

_Struct = dict[str, object]


class IstioPreset(Preset):
    """`RequestAuthentication` and `AuthorizationPolicy` (Istio 1.22 and newer: path templates)."""

    name: ClassVar[PresetName] = "istio"
    checked: ClassVar[str] = f"the custom resource definitions of Istio alone: {NO_CLUSTER}"
    limits: ClassVar[tuple[str, ...]] = (
        "Set meshConfig.pathNormalization.normalization to DECODE_AND_MERGE_SLASHES: paths must have one spelling.",
        "401: expired, bad signature, foreign issuer; 403: no token, another audience, no such role, an unknown path.",
        "Clock skew is Istio's own, 60 s. Algorithm and `typ` of a token are not checked: its roles are.",
        "A token that is bound to a key or a certificate (RFC 9449, RFC 8705) is refused: no proof is checked.",
    )

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `istio.yaml`, for `kubectl apply`."""
        authentication: _Struct = {"jwtRules": [jwt_rule(api)]}
        # Nothing else passes: an ALLOW policy refuses what no rule matches.
        authorization: _Struct = {"action": "ALLOW", "rules": list(authorization_rules(api))}
        labels = api.gateway.kubernetes.selector
        return {
            "istio.yaml": yaml_text(
                security_resource(api, "RequestAuthentication", authentication, labels=labels),
                security_resource(api, "AuthorizationPolicy", authorization, labels=labels),
                security_resource(
                    api, "AuthorizationPolicy", no_bound_tokens(), suffix="-no-bound-tokens", labels=labels
                ),
                head=head(api, self),
            )
        }


def jwt_rule(api: ProtectedApi) -> _Struct:
    """Return how a token is checked, for a `RequestAuthentication`."""
    return {
        "issuer": api.endpoints.issuer,
        "audiences": [api.audience],
        "jwksUri": api.endpoints.jwks_uri,
        # Written out, since by default a token in the query string passes too.
        "fromHeaders": [{"name": "Authorization", "prefix": "Bearer "}],
        "forwardOriginalToken": False,
    }


def no_bound_tokens() -> _Struct:
    """Return a policy that refuses tokens with what Keycloak may bind one to; DENY comes before every ALLOW."""
    members = [f"request.auth.claims[{BINDING_CLAIM}][{member}]" for member in BINDING_MEMBERS]
    return {"action": "DENY", "rules": [{"when": [{"key": key, "values": ["*"]}]} for key in members]}


def security_resource(
    api: ProtectedApi, kind: str, spec: _Struct, *, suffix: str = "", labels: Mapping[str, str] | None = None
) -> _Struct:
    """Return a resource of Istio's in the namespace of the models, named after the API.

    Args:
        api: What to check.
        kind: Its kind.
        spec: What it says, without a selector.
        suffix: What its name ends in.
        labels: Pods that it is for; left out, all of the namespace.
    """
    selector: _Struct = {"selector": {"matchLabels": dict(labels)}} if labels else {}
    return {
        "apiVersion": _API_VERSION,
        "kind": kind,
        "metadata": {"name": api.client_id.replace("_", "-") + suffix, "namespace": api.gateway.kubernetes.namespace},
        "spec": {**selector, **spec},
    }


def authorization_rules(api: ProtectedApi) -> Iterator[_Struct]:
    """Yield what an ALLOW policy lets through: each route for its roles, and what is open to all."""
    for roles, routes in api.by_roles.items():
        yield {
            "from": [{"source": {"requestPrincipals": [f"{api.endpoints.issuer}/*"]}}],
            "to": _operations(routes),
            "when": [{"key": f"request.auth.claims[{ROLES_CLAIM}]", "values": list(roles)}],
        }
    if api.open_routes:
        yield {"to": _operations(api.open_routes)}


def _operations(routes: Iterable[Route | OpenRoute]) -> list[_Struct]:
    paths: dict[str, list[str]] = {}
    for route in routes:
        texts = (path.replace(VERSION, _ONE_SEGMENT) for path in spellings(route.path))
        paths.setdefault(route.method, []).extend(texts)
    return [{"operation": {"methods": [method], "paths": found}} for method, found in paths.items()]
