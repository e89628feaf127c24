"""Constrained values of gateways: addresses, routes and names in a cluster."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from constructs_lib.declaration.props.text_rules import TextCheck, TextPattern
from constructs_lib.declaration.props.url_values import has_possible_host

__all__ = [
    "FilePath",
    "KubernetesName",
    "LabelKey",
    "LabelValue",
    "ListenAddress",
    "OpenRoute",
    "PathPrefix",
    "RoutePattern",
    "ServerUrl",
]

_HIGHEST_PORT = 65535
_METHOD = "(?:GET|HEAD|POST|PUT|PATCH|DELETE)"
# What every server reads as it stands: nothing to decode, no "." or "..".
_WILDCARD = r"\{(?:version|label|id)\}"
_SEGMENT = r"(?!\.\.?(?:/|$))[A-Za-z0-9._~:-]+"
_SERVER = "a server is scheme, host and port, such as 'http://127.0.0.1:8000'"
_LISTEN = "a listen address is an IP address and a port, such as '127.0.0.1:8090' or '[::1]:8090'"


def _is_address_with_port(value: str) -> bool:
    host, _, port = value.rpartition(":")
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return 0 < int(port) <= _HIGHEST_PORT


ServerUrl = Annotated[
    str,
    TextPattern(
        r"https?://(?:[A-Za-z0-9._-]+|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?",
        _SERVER,
        examples=("http://127.0.0.1:8000",),
    ),
    TextCheck(has_possible_host, _SERVER),
]
FilePath = Annotated[
    str,
    TextPattern(
        "/(?:[A-Za-z0-9._-]+/)*[A-Za-z0-9._-]+",
        "a file on the gateway's machine is an absolute path, such as '/etc/envoy/tls/server.pem'",
        examples=("/etc/envoy/tls/server.pem",),
    ),
]
KubernetesName = Annotated[
    str,
    TextPattern(
        "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
        "a Kubernetes name is 1 to 63 lower-case letters, digits or '-'",
        examples=("models",),
    ),
]
LabelKey = Annotated[
    str,
    TextPattern(
        "(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?",
        "a label's key is 1 to 63 letters, digits, '-', '_' or '.', perhaps after a domain and '/'",
        examples=("app.kubernetes.io/name",),
    ),
]
LabelValue = Annotated[
    str,
    TextPattern(
        "(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?",
        "a label's value is up to 63 letters, digits, '-', '_' or '.'",
        examples=("model-server",),
    ),
]
ListenAddress = Annotated[
    str,
    TextPattern(
        r"(?:[0-9.]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}",
        _LISTEN,
        examples=("127.0.0.1:8090",),
    ),
    TextCheck(_is_address_with_port, _LISTEN),
]
RoutePattern = Annotated[
    str,
    TextPattern(
        rf"{_METHOD} (?:/(?:{_SEGMENT}|(?:\{{model\}}|{_WILDCARD})(?::[a-z]+)?))+",
        "a route is a method and a path, such as 'POST /score/{model}' ('{version}' stands for any one version)",
        examples=("POST /score/{model}",),
    ),
]
PathPrefix = Annotated[
    str,
    TextPattern(
        f"(?:(?:/{_SEGMENT})+)?",
        "a prefix is the beginning of a path, without '/' at its end, such as '/fraud'",
        examples=("/fraud",),
    ),
]
OpenRoute = Annotated[
    str,
    TextPattern(
        f"{_METHOD} (?:/{_SEGMENT})+",
        "a route is a method and a path, such as 'GET /healthz'",
        examples=("GET /healthz",),
    ),
]
