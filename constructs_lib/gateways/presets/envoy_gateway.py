"""Envoy Gateway, the Kubernetes Gateway API on Envoy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.token_settings import BINDING_CLAIM, ROLES_CLAIM
from constructs_lib.gateways.head import head
from constructs_lib.gateways.preset import NO_CLUSTER, Preset
from constructs_lib.gateways.presets.ai_gateway import AI_PATHS, MODEL_HEADER, ai_resources
from constructs_lib.gateways.route import OpenRoute, Route
from constructs_lib.gateways.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration, GatewayProps, PresetName
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelPlace

__all__ = ["EnvoyGatewayPreset"]

_PROVIDER = "keycloak"
# Where jwt_authn leaves the claims. A request without a token has none: then it is an error, and no match.
_BOUND = f"'{BINDING_CLAIM}' in metadata.filter_metadata['envoy.filters.http.jwt_authn']['{_PROVIDER}']"
_AI_LIMITS = (
    "For Envoy AI Gateway 1.1 and newer, beside security-policy.yaml.",
    "Let no other route of this Gateway lead to a model.",
    "It answers GET /v1/models itself, to any token of this API, with every model that has a route.",
    "Of a body it reads `model` alone: a server must itself refuse what reaches other models or others' things.",
    "Raise connection.bufferLimit in a ClientTrafficPolicy above 32 KiB: bodies are read as a whole.",
)
_ANYWHERE = ("0.0.0.0/0", "::/0")

_Struct = dict[str, object]


class EnvoyGatewayPreset(Preset):
    """`SecurityPolicy` on a `Gateway` (Envoy Gateway 1.9: rules for paths)."""

    name: ClassVar[PresetName] = "envoy-gateway"
    checked: ClassVar[str] = (
        f"the custom resource definitions of Envoy Gateway and its AI gateway, since {NO_CLUSTER}; the rule on bound "
        "tokens in Envoy 1.40.0"
    )
    reads: ClassVar[frozenset[ModelPlace]] = frozenset(AI_PATHS)
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
        files = {"security-policy.yaml": yaml_text(policy, head=head(api, self))}
        if routes := list(ai_resources(api)):
            files["ai-gateway.yaml"] = yaml_text(*routes, head=head(api, self, *_AI_LIMITS))
        return files

    def unable(self, route: Route) -> str:
        """A body is read by the AI gateway, at its own paths, for a model with a server of its own."""
        if found := super().unable(route):
            return found
        if route.named_in in AI_PATHS and route.path not in AI_PATHS[route.named_in]:
            return f"reads no body at {route.path}, which its AI gateway does not know"
        if route.named_in in AI_PATHS and not route.server:
            return (
                "reads bodies as its AI gateway does, which other servers may read in another way, so that each model "
                "must have a server of its own, by models.<model>.server"
            )
        return ""

    def findings(self, declaration: Declaration, gateway: GatewayProps) -> Iterator[Finding]:
        """Where the AI gateway reads bodies, no two models share a server, and nothing is open."""
        subject = f"realm '{declaration.realm.name}', gateway: {self.name}"
        owners: dict[str, str] = {}
        named_in_bodies = {
            name
            for name, model in declaration.models.items()
            if model.server and ((model.paths.style or gateway.paths.style) == "openai" or gateway.paths.model_in)
        }
        for name in sorted(named_in_bodies):
            server = declaration.models[name].server or ""
            if other := owners.get(server):
                yield Finding(
                    ("models", name, "server"),
                    f"{subject} reads bodies as its AI gateway does, which '{server}' may read in another way, so that "
                    f"the models '{other}' and '{name}' cannot share it: give each a server of its own, or use envoy",
                )
            owners.setdefault(server, name)
        if named_in_bodies and gateway.open:
            yield Finding(
                ("gateway", "open"),
                f"{subject} would show the list of models to all: where some path needs no token, its AI gateway "
                "answers before any rule; leave gateway.open out, or use envoy",
            )


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
            "principal": {"jwt": {"provider": _PROVIDER, "claims": [claim]}, **_model(route)},
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
        if route.varies
        else {"type": "Exact", "value": route.path}
    )
    return {"methods": [route.method], "path": path}


def _model(route: Route) -> _Struct:
    return {"headers": [{"name": MODEL_HEADER, "values": [route.model]}]} if route.told_by_body else {}


def _name(route: Route | OpenRoute) -> str:
    model = f" for {route.model}" if isinstance(route, Route) and route.told_by_body else ""
    return f"{route.method} {route.path}{model}"
