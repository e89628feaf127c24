"""How Envoy reads the model's name in a body: one that two readers could take for two models opens nothing.

The filter `json_to_metadata` reads JSON. It sees neither that a key is there twice or in other letters, nor what comes
after a zero byte, nor what reaches beyond the model, and it reads no forms and no messages of gRPC: a script of the
filter `lua` does. `rbac` goes by what both noted, so that a script that fails opens nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.gateways.body_rules import BodyRules
from constructs_lib.gateways.presets.envoy_lua import lua_filter
from constructs_lib.gateways.presets.envoy_matchers import by_metadata, metadata
from constructs_lib.gateways.route import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelPlace, Route

__all__ = ["NOTED_MODEL", "body_filters", "body_metadata", "body_permissions"]

_BODY = "request_body"
_MODEL, _PLAIN, _FORM, _MESSAGE = "model", "plain", "form", "message"
_NOTED: dict[ModelPlace, str] = {"json": _MODEL, "multipart": _FORM, "protobuf": _MESSAGE}
_LONGEST_NOTE = 1024
"""Names of models are shorter, and a caller may send a body of megabytes for one."""
NOTED_MODEL = "".join(f"%DYNAMIC_METADATA({_BODY}:{key}):{_LONGEST_NOTE}%" for key in _NOTED.values())
"""The model that a body names, as Envoy formats a text: each body is of one kind, and what was not noted is nothing."""
_JSON = r'(?i:application/json)[ \t]*(;[ \t]*(?i:charset)=((?i:utf-8)|"(?i:utf-8)")[ \t]*)?'
"""JSON in UTF-8 (RFC 8259 section 8.1). By any other `charset` a server could read another text than Envoy did."""
_LUA_VERSION = "%w[%w._%-]*"
"""What a version may be, in Lua's own patterns."""
_FILTERS = "type.googleapis.com/envoy.extensions.filters.http"

_Struct = dict[str, object]


def body_filters(api: ProtectedApi) -> list[_Struct]:
    """Return the filters that note a body's model; none where no body names one."""
    told = [route for route in api.routes if route.told_by_body]
    if not told:
        return []
    reader = [_json_filter()] if any(route.named_in == "json" for route in told) else []
    return [*reader, _script(told, BodyRules.of(api.gateway))]


def body_permissions(route: Route) -> list[_Struct]:
    """Return the permissions that a request must all have whose body names the model; none where none does."""
    if not route.told_by_body:
        return []
    noted = body_metadata(route)
    if route.named_in == "json":
        noted.append(_noted(_PLAIN, {"bool_match": True}))
    # What a server would decompress was not what Envoy read (RFC 9110 section 8.4).
    compressed = {"name": "content-encoding", "present_match": True}
    return [*map(by_metadata, noted), {"not_rule": {"header": compressed}}]


def body_metadata(route: Route) -> list[_Struct]:
    """Return what matches the metadata of a request whose body names the model; nothing where none does."""
    return [_noted(_NOTED[route.named_in], {"string_match": {"exact": route.model}})] if route.told_by_body else []


def _json_filter() -> _Struct:
    return {
        "name": "envoy.filters.http.json_to_metadata",
        "typed_config": {
            "@type": f"{_FILTERS}.json_to_metadata.v3.JsonToMetadata",
            "request_rules": {
                "rules": [
                    {"selectors": [{"key": _MODEL}], "on_present": {"metadata_namespace": _BODY, "key": _MODEL}},
                ],
                "allow_content_types_regex": {"regex": _JSON},
            },
        },
    }


def _script(told: Iterable[Route], rules: BodyRules) -> _Struct:
    kinds: dict[str, dict[ModelPlace, int]] = {}
    for route in told:
        kinds.setdefault(route.path, {})[route.named_in] = route.field
    return lua_filter(
        "bodies",
        "envoy_bodies.lua.j2",
        plain={path: found for path, found in kinds.items() if VERSION not in path},
        patterns={_lua_pattern(path): found for path, found in kinds.items() if VERSION in path},
        all_kinds={kind for found in kinds.values() for kind in found},
        rules=rules,
        namespace=_BODY,
    )


def _lua_pattern(path: str) -> str:
    parts = (re.sub(r"([^A-Za-z0-9])", r"%\1", part) for part in path.split(VERSION))
    return f"^{_LUA_VERSION.join(parts)}$"


def _noted(key: str, value: _Struct) -> _Struct:
    return metadata(_BODY, [key], value)
