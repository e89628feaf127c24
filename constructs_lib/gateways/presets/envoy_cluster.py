"""A server that Envoy calls, with its certificate checked where the URL says https."""

from __future__ import annotations

import ipaddress

from constructs_lib.gateways.server_address import ServerAddress

__all__ = ["cluster"]

_AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"
"""Root certificates of Debian, Ubuntu, Alpine and Envoy's own image."""


def cluster(name: str, url: str) -> dict[str, object]:
    """Return a cluster of one server.

    Args:
        name: Name of the cluster.
        url: An `HttpUrl`; its path is not used.
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
        result["transport_socket"] = {"name": "envoy.transport_sockets.tls", "typed_config": _tls(server.host)}
    return result


def _tls(host: str) -> dict[str, object]:
    name_type = "IP_ADDRESS" if _is_address(host) else "DNS"
    context: dict[str, object] = {
        "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
        "common_tls_context": {
            "validation_context": {
                "trusted_ca": {"filename": _AUTHORITIES},
                # Without it any certificate of a known authority passes.
                "match_typed_subject_alt_names": [{"san_type": name_type, "matcher": {"exact": host}}],
            }
        },
    }
    return context if _is_address(host) else {**context, "sni": host}


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
