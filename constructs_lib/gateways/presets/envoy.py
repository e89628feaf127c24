"""Envoy as a standalone proxy: `envoy -c envoy.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.gateways.caller_headers import MADE_UP_HEADERS
from constructs_lib.gateways.head import head
from constructs_lib.gateways.model_in_path import with_slashes
from constructs_lib.gateways.preset import Preset
from constructs_lib.gateways.presets.envoy_bodies import body_filters
from constructs_lib.gateways.presets.envoy_bound_tokens import bound_token_filters, proof_filters, server_tls
from constructs_lib.gateways.presets.envoy_cluster import cluster
from constructs_lib.gateways.presets.envoy_many_routes import MODEL_HEADER, authorization_filters, has_many_routes
from constructs_lib.gateways.presets.envoy_matchers import method_is
from constructs_lib.gateways.presets.envoy_mcp import mcp_filters, mcp_replies, mcp_routes
from constructs_lib.gateways.presets.envoy_model_lists import model_list_filters
from constructs_lib.gateways.presets.envoy_principals import JWT_FILTER
from constructs_lib.gateways.presets.envoy_registered import registered_filters
from constructs_lib.gateways.presets.envoy_servers import server_clusters, server_routes
from constructs_lib.gateways.yaml_text import yaml_text

if TYPE_CHECKING:
    from constructs_lib.declaration.props import GatewayProps, PresetName, TokenBinding
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelPlace, OpenRoute

__all__ = ["EnvoyPreset"]

_FILTERS = "type.googleapis.com/envoy.extensions.filters"
_KEYCLOAK, _MODELS = "keycloak", "model_server"
_LARGEST_BODY = 10 * 1024 * 1024
_FETCH_TIMEOUT = "5s"
_CACHED_TOKENS = 2000
_LARGEST_EXPRESSION = 100_000
"""Instructions of an expression: by default Envoy does not start with one of more than 100, as a long name takes."""

_Struct = dict[str, object]


class EnvoyPreset(Preset):
    """Filters `jwt_authn` and `rbac` (Envoy 1.29 and newer)."""

    name: ClassVar[PresetName] = "envoy"
    checked: ClassVar[str] = (
        "Envoy 1.40.0, before the real servers that [styles](path-styles.md) name, and by seeded attempts to get "
        "past it"
    )
    reads: ClassVar[frozenset[ModelPlace]] = frozenset({"json", "multipart", "protobuf"})
    takes_prefixes: ClassVar[bool] = True
    serves_mcp: ClassVar[bool] = True
    checks_actors: ClassVar[bool] = True
    takes_slashes: ClassVar[bool] = True
    limits: ClassVar[tuple[str, ...]] = (
        "401: no token, expired, bad signature, foreign issuer. 403: another audience, no such role, an unknown path.",
        "A token that is bound to a key or a certificate is taken with its proof alone, else refused (401, 403).",
    )

    def checked_bindings(self, gateway: GatewayProps) -> frozenset[TokenBinding]:
        """Proofs by DPoP; certificates where Envoy ends TLS and asks for them."""
        certificates = gateway.tls is not None and gateway.tls.client_authorities is not None
        return frozenset(("dpop", "mtls") if certificates else ("dpop",))

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `envoy.yaml`, a whole bootstrap configuration without an admin port."""
        bootstrap: _Struct = {
            "static_resources": {
                "listeners": [_listener(api)],
                "clusters": [cluster(_KEYCLOAK, api.endpoints.jwks_uri), *server_clusters(api, _MODELS)],
            }
        }
        if any(route.varies for route in api.routes):
            layer = {"name": "expressions", "static_layer": {"re2.max_program_size.error_level": _LARGEST_EXPRESSION}}
            bootstrap["layered_runtime"] = {"layers": [layer]}
        return {"envoy.yaml": yaml_text(bootstrap, head=head(api, self), large=has_many_routes(api))}


def _listener(api: ProtectedApi) -> _Struct:
    host, _, port = api.gateway.listen.rpartition(":")
    manager: _Struct = {
        "@type": f"{_FILTERS}.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "models",
        # One spelling of a path: what the model server reads is what was checked.
        "normalize_path": True,
        "merge_slashes": True,
        # A slash in a model's name is sent encoded, and goes on like that.
        "path_with_escaped_slashes_action": "KEEP_UNCHANGED" if _has_slashes(api) else "REJECT_REQUEST",
        # Many a server takes X_User for X-User, which is taken out below.
        "common_http_protocol_options": {"headers_with_underscores_action": "DROP_HEADER"},
        "http_filters": [
            _http_filter(JWT_FILTER, "jwt_authn.v3.JwtAuthentication", _authentication(api)),
            *body_filters(api),
            *mcp_filters(api),
            *bound_token_filters(api),
            *registered_filters(api),
            *authorization_filters(api),
            *proof_filters(api),
            *model_list_filters(api),
            _http_filter("envoy.filters.http.router", "router.v3.Router", {}),
        ],
        "route_config": {
            "virtual_hosts": [
                {
                    "name": _MODELS,
                    "domains": ["*"],
                    "routes": [*mcp_routes(api, _MODELS), *server_routes(api, _MODELS)],
                    "request_headers_to_remove": ["Authorization", "DPoP", MODEL_HEADER, *MADE_UP_HEADERS],
                }
            ]
        },
        **mcp_replies(api),
    }
    return {
        "name": "models",
        "address": {"socket_address": {"address": host.strip("[]"), "port_value": int(port)}},
        "per_connection_buffer_limit_bytes": _LARGEST_BODY,
        "filter_chains": [
            {
                "filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}],
                **server_tls(api),
            }
        ],
    }


def _has_slashes(api: ProtectedApi) -> bool:
    return any(with_slashes(route.path) for route in api.routes)


def _http_filter(name: str, kind: str, config: _Struct) -> _Struct:
    return {"name": name, "typed_config": {"@type": f"{_FILTERS}.http.{kind}", **config}}


def _authentication(api: ProtectedApi) -> _Struct:
    provider: _Struct = {
        "issuer": api.endpoints.issuer,
        "audiences": [api.audience],
        "clock_skew_seconds": api.clock_skew_s,
        "require_expiration": True,
        # Written out, since by default a token in the query string passes too.
        "from_headers": [{"name": "Authorization", "value_prefix": f"{scheme} "} for scheme in _schemes(api)],
        # The script that checks proofs needs the token; behind the filters it is taken away in either case.
        "forward": bool(api.bindings),
        "payload_in_metadata": "claims",
        "header_in_metadata": "header",
        # A signature is checked once for each token and thread: it costs more than all else here.
        "jwt_cache_config": {"jwt_cache_size": _CACHED_TOKENS},
        "remote_jwks": {
            "http_uri": {"uri": api.endpoints.jwks_uri, "cluster": _KEYCLOAK, "timeout": _FETCH_TIMEOUT},
            "cache_duration": f"{api.key_cache_s}s",
            # Keys are fetched in the background: no call waits for Keycloak, and its outage is not felt.
            "async_fetch": {},
        },
    }
    return {
        "providers": {_KEYCLOAK: provider},
        "rules": [
            *({"match": _request_match(route)} for route in api.open_routes),
            {"match": {"prefix": "/"}, "requires": {"provider_name": _KEYCLOAK}},
        ],
    }


def _schemes(api: ProtectedApi) -> tuple[str, ...]:
    return ("Bearer", "DPoP") if "dpop" in api.bindings else ("Bearer",)


def _request_match(route: OpenRoute) -> _Struct:
    return {"path": route.path, "headers": [method_is(route.method)]}
