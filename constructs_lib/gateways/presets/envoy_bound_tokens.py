"""How Envoy takes tokens that are bound to a key (RFC 9449) or a TLS certificate (RFC 8705), each with its proof.

`jwt_authn` knows nothing of `cnf`. A script of the filter `lua` checks the proof by Envoy's own `verifySignature` and
notes that it did; `rbac` takes a token with `cnf` by that note alone, so that a script that fails opens nothing. A
proof counts once: `local_ratelimit`, whose buckets all workers share, has one for each, in a table of each client's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.gateways.presets.envoy_lua import lua_filter
from constructs_lib.gateways.protected_api import PROOF_AGE_S

if TYPE_CHECKING:
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["BOUND_TOKENS", "PROOFS_KEPT", "bound_token_filters", "proof_filters", "server_tls"]

BOUND_TOKENS = "token_binding"
"""Where the script notes what it checked, in a request's metadata."""

PROOFS_KEPT = 50_000
"""Proofs that Envoy remembers of a client; of more within their life the one that was unused longest is forgotten."""

_OTHERS = "*"
"""Who shares a table: clients that are not declared to prove a key, but may."""

_FILTERS = "type.googleapis.com/envoy.extensions.filters.http"
_ALWAYS = {"default_value": {"numerator": 100, "denominator": "HUNDRED"}}

_Struct = dict[str, object]


def bound_token_filters(api: ProtectedApi) -> list[_Struct]:
    """Return the filter that checks proofs, between `jwt_authn` and `rbac`; none where no token is bound."""
    if not api.bindings:
        return []
    script = lua_filter(
        "envoy.filters.http.lua",
        "envoy_bound_tokens.lua.j2",
        api=api,
        resource=api.resource,
        proof_age_s=PROOF_AGE_S,
        namespace=BOUND_TOKENS,
        others=_OTHERS,
    )
    return [script]


def proof_filters(api: ProtectedApi) -> list[_Struct]:
    """Return the filter that takes a proof once, after `rbac`; none where no token is bound to a key."""
    if "dpop" not in api.bindings:
        return []
    # From the earliest to the latest moment that a proof is taken, clocks that differ included.
    life = f"{PROOF_AGE_S + 2 * api.clock_skew_s + 2}s"
    once: _Struct = {"max_tokens": 1, "tokens_per_fill": 1, "fill_interval": life}
    noted = [
        {"metadata": {"descriptor_key": key, "metadata_key": {"key": BOUND_TOKENS, "path": [{"key": key}]}}}
        for key in ("client", "proof")
    ]
    challenge = {"key": "WWW-Authenticate", "value": 'DPoP error="invalid_dpop_proof", algs="ES256"'}
    config: _Struct = {
        "@type": f"{_FILTERS}.local_ratelimit.v3.LocalRateLimit",
        "stat_prefix": "proofs",
        "filter_enabled": _ALWAYS,
        "filter_enforced": _ALWAYS,
        "status": {"code": "Unauthorized"},
        "response_headers_to_add": [{"header": challenge}],
        # What needs no proof has no descriptor, and this bucket never ends.
        "token_bucket": {"max_tokens": 2**31, "tokens_per_fill": 2**31, "fill_interval": "1s"},
        "always_consume_default_token_bucket": False,
        "max_dynamic_descriptors": PROOFS_KEPT,
        # A table for each, so that no other client's proofs drive one's own out of it.
        "descriptors": [
            {"entries": [{"key": "client", "value": client}, {"key": "proof"}], "token_bucket": once}
            for client in (*api.proving_clients, _OTHERS)
        ],
        "rate_limits": [{"actions": noted}],
    }
    return [{"name": "envoy.filters.http.local_ratelimit", "typed_config": config}]


def server_tls(api: ProtectedApi) -> _Struct:
    """Return how the listener ends TLS, or nothing."""
    tls = api.gateway.tls
    if tls is None:
        return {}
    common: _Struct = {
        "tls_params": {"tls_minimum_protocol_version": "TLSv1_2"},
        "tls_certificates": [
            {"certificate_chain": {"filename": tls.certificate}, "private_key": {"filename": tls.key}}
        ],
    }
    if tls.client_authorities:
        # Asked for, not required: other callers have none.
        common["validation_context"] = {"trusted_ca": {"filename": tls.client_authorities}}
    context: _Struct = {
        "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
        "common_tls_context": common,
        "require_client_certificate": False,
    }
    return {"transport_socket": {"name": "envoy.transport_sockets.tls", "typed_config": context}}
