"""A server that Envoy calls, with its certificate checked where the URL says https."""

from __future__ import annotations

import ipaddress

from constructs_lib.gateways.server_address import ServerAddress

__all__ = ["cluster"]

_AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"
"""Root certificates of Debian, Ubuntu, Alpine and Envoy's own image."""

_PROTOCOLS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
_HTTP2 = {
    "@type": f"type.googleapis.com/{_PROTOCOLS}",
    "explicit_http_config": {"http2_protocol_options": {}},
}


def cluster(name: str, url: str, *, http2: bool = False) -> dict[str, object]:
    """Return a cluster of one server.

    Args:
        name: Name of the cluster.
        url: An `HttpUrl`; its path is not used.
        http2: Whether it speaks HTTP/2, as gRPC does.
    """
    server = ServerAddress.of(url)
    endpoint = {"endpoint": {"address": {"socket_address": {"address": server.host, "port_value": server.port}}}}
    result: dict[str, object] = {
        "name": name,
        "type": "STATIC" if _is_address(server.host) else "STRICT_DNS",
        "connect_timeout": "5s",
        "load_assignment": {"cluster_name": name, "endpoints": [{"lb_endpoints": [endpoint]}]},
    }
    if server.scheme == "https":
        result["transport_socket"] = {
            "name": "envoy.transport_sockets.tls",
            "typed_config": _tls(server.host, http2=http2),
        }
    if http2:
        result["typed_extension_protocol_options"] = {_PROTOCOLS: _HTTP2}
    return result


def _tls(host: str, *, http2: bool) -> dict[str, object]:
    name_type = "IP_ADDRESS" if _is_address(host) else "DNS"
    context: dict[str, object] = {
        "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
        "common_tls_context": {
            **({"alpn_protocols": ["h2"]} if http2 else {}),
            "validation_context": {
                "trusted_ca": {"filename": _AUTHORITIES},
                # Without it any certificate of a known authority passes.
                "match_typed_subject_alt_names": [{"san_type": name_type, "matcher": {"exact": host}}],
            },
        },
    }
    return context if _is_address(host) else {**context, "sni": host}


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
