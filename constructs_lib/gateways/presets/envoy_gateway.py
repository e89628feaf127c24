"""Envoy Gateway, the Kubernetes Gateway API on Envoy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.declaration.token_settings import BINDING_CLAIM, ROLES_CLAIM
from constructs_lib.gateways.head import head
from constructs_lib.gateways.preset import Preset
from constructs_lib.gateways.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import PresetName
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import OpenRoute, Route

__all__ = ["EnvoyGatewayPreset"]

_PROVIDER = "keycloak"
# Where jwt_authn leaves the claims. A request without a token has none: then it is an error, and no match.
_BOUND = f"'{BINDING_CLAIM}' in metadata.filter_metadata['envoy.filters.http.jwt_authn']['{_PROVIDER}']"
_ANYWHERE = ("0.0.0.0/0", "::/0")

_Struct = dict[str, object]


class EnvoyGatewayPreset(Preset):
    """`SecurityPolicy` on a `Gateway` (Envoy Gateway 1.9: rules for paths)."""

    name: ClassVar[PresetName] = "envoy-gateway"
    limits: ClassVar[tuple[str, ...]] = (
        "A SecurityPolicy on a single HTTPRoute takes the place of this one there: write none.",
        "403: another audience, a missing role, an unknown path; 401: any other bad token, and none at all, unless a",
        "path is open: then none is 403 too.",
        "Clock skew is Envoy's own, 60 s. Algorithm and `typ` of a token are not checked: its roles are.",
        "A token that is bound to a key or a certificate (RFC 9449, RFC 8705) is refused: no proof is checked.",
    )

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `security-policy.yaml`, for `kubectl apply`."""
        cluster = api.gateway.kubernetes
        policy: _Struct = {
            "apiVersion": "gateway.envoyproxy.io/v1alpha1",
            "kind": "SecurityPolicy",
            "metadata": {"name": api.client_id.replace("_", "-"), "namespace": cluster.namespace},
            "spec": {
                "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": cluster.gateway}],
                "jwt": _authentication(api),
                "authorization": {"defaultAction": "Deny", "rules": list(_rules(api))},
            },
        }
        return {"security-policy.yaml": yaml_text(policy, head=head(api, self))}


def _authentication(api: ProtectedApi) -> _Struct:
    provider: _Struct = {
        "name": _PROVIDER,
        "issuer": api.endpoints.issuer,
        "audiences": [api.audience],
        "remoteJWKS": {"uri": api.endpoints.jwks_uri, "cacheDuration": f"{api.key_cache_s}s"},
        "extractFrom": {"headers": [{"name": "Authorization", "valuePrefix": "Bearer "}]},
    }
    # Open paths need a request without a token to come as far as the rules.
    return {**({"optional": True} if api.open_routes else {}), "providers": [provider]}


def _rules(api: ProtectedApi) -> Iterator[_Struct]:
    # The first rule that matches decides.
    yield {"name": "no bound tokens", "action": "Deny", "cel": _BOUND}
    for route in api.routes:
        claim = {"name": ROLES_CLAIM, "valueType": "StringArray", "values": list(api.roles(route))}
        yield {
            "name": _name(route),
            "action": "Allow",
            "operation": _operation(route),
            "principal": {"jwt": {"provider": _PROVIDER, "claims": [claim]}},
        }
    for opened in api.open_routes:
        yield {
            "name": _name(opened),
            "action": "Allow",
            "operation": _operation(opened),
            "principal": {"clientCIDRs": list(_ANYWHERE)},  # a rule needs a principal
        }


def _operation(route: Route | OpenRoute) -> _Struct:
    path = (
        {"type": "RegularExpression", "value": route.pattern}
        if route.has_version
        else {"type": "Exact", "value": route.path}
    )
    return {"methods": [route.method], "path": path}


def _name(route: Route | OpenRoute) -> str:
    return f"{route.method} {route.path}"
