"""What stands for a server of gRPC: a second Envoy takes HTTP/2, and hands it to a recorder as HTTP/1.1."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.support.gateways.envoy import running_envoy
from tests.support.gateways.free_address import free_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["grpc_bridge"]

_FILTERS = "type.googleapis.com/envoy.extensions.filters"


@contextmanager
def grpc_bridge(folder: Path, recorder: str) -> Iterator[str]:
    """Run it while the context is open; yield its URL.

    Args:
        folder: Where its file is written.
        recorder: URL of the recorder; whatever comes reaches it, with the path as it is.
    """
    listen, behind = free_address(), urlsplit(recorder)
    router = {"@type": f"{_FILTERS}.http.router.v3.Router"}
    hosts = [
        {"name": "all", "domains": ["*"], "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "recorder"}}]}
    ]
    manager = {
        "@type": f"{_FILTERS}.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "bridge",
        "codec_type": "HTTP2",
        "http_filters": [{"name": "envoy.filters.http.router", "typed_config": router}],
        "route_config": {"virtual_hosts": hosts},
    }
    network = {"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}
    host, _, port = listen.rpartition(":")
    resources = {
        "listeners": [{"name": "all", "address": _address(host, int(port)), "filter_chains": [{"filters": [network]}]}],
        "clusters": [
            {
                "name": "recorder",
                "load_assignment": {
                    "cluster_name": "recorder",
                    "endpoints": [
                        {"lb_endpoints": [{"endpoint": {"address": _address("127.0.0.1", behind.port or 80)}}]}
                    ],
                },
            }
        ],
    }
    config = folder / "bridge.yaml"
    config.write_text(json.dumps({"static_resources": resources}), encoding="utf-8")
    with running_envoy(config, listen=listen):
        yield f"http://{listen}"


def _address(host: str, port: int) -> dict[str, object]:
    return {"socket_address": {"address": host, "port_value": port}}
