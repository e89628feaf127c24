"""How Envoy takes the messages of an MCP server, tool by tool, and sends clients to ask for what they lack.

A script of the filter `lua` reads the one JSON-RPC message of a request, more strictly than any server would, and notes
its method and tool; `rbac` decides by that note alone, so that a script that fails opens nothing. What Envoy refuses
itself gets its `WWW-Authenticate` as the reply is written (RFC 6750, RFC 9728).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.gateways.presets.envoy_lua import lua_filter
from constructs_lib.gateways.presets.envoy_matchers import all_of, by_metadata, metadata, method_is
from constructs_lib.gateways.presets.envoy_principals import principal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_lib.gateways.mcp_server import McpServer
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["mcp_filters", "mcp_policies", "mcp_replies", "mcp_routes"]

_NAMESPACE = "mcp"
_TOOL_CALL, _ANSWER, _NOTIFICATIONS = "tools/call", "(answer)", "notifications/"
_LONGEST_STREAM = "3600s"
"""How long the server's stream may be silent: Envoy's own bound is five minutes."""

_Struct = dict[str, object]


def mcp_filters(api: ProtectedApi) -> list[_Struct]:
    """Return the filter that reads messages, after `jwt_authn`; none where the API is no MCP server."""
    if api.mcp is None:
        return []
    script = lua_filter(
        "mcp",
        "envoy_mcp.lua.j2",
        mcp=api.mcp,
        namespace=_NAMESPACE,
        answer=_ANSWER,
        scopes={tool.name: api.scope(tool.pair) for tool in api.mcp.tools},
        first=" ".join(map(api.scope, api.mcp.first)),
    )
    return [script]


def mcp_policies(api: ProtectedApi) -> _Struct:
    """Return what opens the server: each tool its roles, and the rest of the protocol any role."""
    if api.mcp is None:
        return {}
    server, by_roles = api.mcp, dict[tuple[str, ...], list[str]]()
    for tool in server.tools:
        by_roles.setdefault(api.roles_of(tool.pair), []).append(tool.name)
    call = _request("POST", server)
    policies: _Struct = {
        " or ".join(roles): {
            "permissions": [
                all_of(*call, _noted("method", _exactly(_TOOL_CALL)), _noted("tool", _exactly(name))) for name in names
            ],
            "principals": [principal(api, roles)],
        }
        for roles, names in sorted(by_roles.items())
    }
    methods: list[_Struct] = [*map(_exactly, (*server.methods, _ANSWER)), {"prefix": _NOTIFICATIONS}]
    policies["any role"] = {
        "permissions": [
            *(all_of(*call, _noted("method", method)) for method in methods),
            # The stream of the server's own messages, and the end of a session.
            *(all_of(*_request(method, server)) for method in ("GET", "DELETE")),
        ],
        "principals": [principal(api, api.all_roles)],
    }
    return policies


def mcp_replies(api: ProtectedApi) -> _Struct:
    """Return how refusals say where tokens come from, and which scope to ask for."""
    if api.mcp is None:
        return {}
    # A percent sign begins a command of Envoy's.
    metadata = f'resource_metadata="{api.mcp.metadata.url}"'.replace("%", "%%")
    scopes = " ".join(map(api.scope, api.mcp.first)).replace("%", "%%")
    first = [f'scope="{scopes}"'] if scopes else []
    missing = ['error="insufficient_scope"', f'scope="%DYNAMIC_METADATA({_NAMESPACE}:scope)%"', metadata]
    invalid, unread = ['error="invalid_token"', *first, metadata], [*first, metadata]
    refused: _Struct = {"or_filter": {"filters": [_status(401), _status(403)]}}
    with_token: _Struct = {"header_filter": {"header": {"name": "authorization", "present_match": True}}}
    return {
        "local_reply_config": {
            "mappers": [
                {"filter": _both(_status(403), _seen("scope")), **_challenge(missing)},
                {"filter": _seen("seen")},
                # Whatever `jwt_authn` says against a token, one for another audience included (RFC 6750 section 3.1).
                {"filter": _both(refused, with_token), "status_code": 401, **_challenge(invalid)},
                {"filter": refused, "status_code": 401, **_challenge(unread)},
            ]
        }
    }


def mcp_routes(api: ProtectedApi, cluster: str) -> list[_Struct]:
    """Return the routes of an MCP server: the metadata of RFC 9728, which Envoy answers itself, and the server's."""
    if api.mcp is None:
        return []
    server = api.mcp
    scopes = [api.scope(pair) for pair in server.first or api.model_actions]
    metadata = {
        "resource": server.url,
        "authorization_servers": [api.endpoints.issuer],
        "bearer_methods_supported": ["header"],
        "scopes_supported": sorted(scopes),
    }
    return [
        {
            "match": {"path": server.metadata.path},
            "direct_response": {"status": 200, "body": {"inline_string": json.dumps(metadata)}},
            "response_headers_to_add": [{"header": {"key": "Content-Type", "value": "application/json"}}],
        },
        {
            "match": {"path": server.path},
            "route": {"cluster": cluster, "timeout": "0s", "idle_timeout": _LONGEST_STREAM},
        },
    ]


def _request(method: str, server: McpServer) -> list[_Struct]:
    return [
        {"header": method_is(method)},
        {"url_path": {"path": {"exact": server.path}}},
    ]


def _exactly(text: str) -> _Struct:
    return {"exact": text}


def _noted(key: str, text: _Struct) -> _Struct:
    return by_metadata(metadata(_NAMESPACE, [key], {"string_match": text}))


def _status(status: int) -> _Struct:
    return {"status_code_filter": {"comparison": {"op": "EQ", "value": {"default_value": status, "runtime_key": "_"}}}}


def _seen(key: str) -> _Struct:
    check = metadata(_NAMESPACE, [key], {"present_match": True})
    return {"metadata_filter": {"matcher": check, "match_if_key_not_found": False}}


def _both(*filters: _Struct) -> _Struct:
    return {"and_filter": {"filters": list(filters)}}


def _challenge(parameters: Iterable[str]) -> _Struct:
    header = {"key": "WWW-Authenticate", "value": "Bearer " + ", ".join(parameters)}
    return {"headers_to_add": [{"header": header, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}]}
