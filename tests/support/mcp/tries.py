"""Ways to call a tool that a token does not open: each is a request of somebody who may call `get_forecast` alone."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass, field

__all__ = ["FORBIDDEN", "OPENED", "TRIES", "Try", "call_of"]

OPENED, FORBIDDEN = "get_forecast", "add_station"
_GOOD, _BAD = f'"{OPENED}"'.encode(), f'"{FORBIDDEN}"'.encode()
_JSON = "application/json"


def call_of(tool: str, **members: object) -> bytes:
    """Return a message that calls a tool, with more members or others."""
    params = {"name": tool, "arguments": {"city": "Oslo"}}
    return json.dumps({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params, **members}).encode()


@dataclass(frozen=True)
class Try:
    """A request.

    Attributes:
        name: What is tried.
        body: Its body.
        kind: Its `Content-Type`; None for none.
        path: Path and query, as they stand.
        method: HTTP method.
        headers: More header fields; `Authorization` takes the place of the token.
    """

    name: str
    body: bytes = field(repr=False)
    kind: str | None = _JSON
    path: str = "/mcp"
    method: str = "POST"
    headers: tuple[tuple[str, str], ...] = ()


def _raw(params: bytes, *, method: bytes = b'"tools/call"', more: bytes = b"") -> bytes:
    return b'{"jsonrpc":"2.0","id":7,"method":' + method + b',"params":' + params + more + b"}"


_PLAIN = call_of(FORBIDDEN)

_BODIES = {
    "as it is": _PLAIN,
    "a notification": json.dumps(
        {"jsonrpc": "2.0", "method": "tools/call", "params": {"name": FORBIDDEN, "arguments": {}}}
    ).encode(),
    "id null": call_of(FORBIDDEN, id=None),
    "id an object": call_of(FORBIDDEN, id={}),
    "a tool that nobody declared": call_of("undeclared"),
    "the other tool of its action": call_of("remove_station"),
    # A key twice.
    "name twice, the good one first": _raw(b'{"name":' + _GOOD + b',"name":' + _BAD + b"}"),
    "name twice, the good one last": _raw(b'{"name":' + _BAD + b',"name":' + _GOOD + b"}"),
    "name three times": _raw(b'{"name":' + _GOOD + b',"name":' + _BAD + b',"name":' + _GOOD + b"}"),
    "params twice, the good ones first": _raw(b'{"name":' + _GOOD + b"}", more=b',"params":{"name":' + _BAD + b"}"),
    "params twice, the good ones last": _raw(b'{"name":' + _BAD + b"}", more=b',"params":{"name":' + _GOOD + b"}"),
    "method twice, ping first": _raw(b'{"name":' + _BAD + b"}", method=b'"ping","method":"tools/call"'),
    "method twice, ping last": _raw(b'{"name":' + _BAD + b"}", more=b',"method":"ping"'),
    "method twice, a notification last": _raw(b'{"name":' + _BAD + b"}", more=b',"method":"notifications/x"'),
    "an empty second params": _raw(b'{"name":' + _BAD + b"}", more=b',"params":{}'),
    # A key in another case, or by escapes.
    "Name beside name": _raw(b'{"name":' + _GOOD + b',"Name":' + _BAD + b"}"),
    "NAME beside name": _raw(b'{"NAME":' + _BAD + b',"name":' + _GOOD + b"}"),
    "Params beside params": _raw(b'{"name":' + _GOOD + b"}", more=b',"Params":{"name":' + _BAD + b"}"),
    "Method beside method": _raw(b'{"name":' + _BAD + b"}", method=b'"ping","Method":"tools/call"'),
    "a long s in params": _raw(b'{"name":' + _GOOD + b"}", more=',"param\u017f":{"name":"add_station"}'.encode()),
    "an escape in name": _raw(b'{"name":' + _GOOD + rb',"n\u0061me":' + _BAD + b"}"),
    "name by escapes alone": _raw(rb'{"\u006e\u0061\u006d\u0065":' + _BAD + b"}"),
    "an escape in params": _raw(b'{"name":' + _GOOD + b"}", more=rb',"p\u0061rams":{"name":' + _BAD + b"}"),
    "an escape in method": _raw(b'{"name":' + _BAD + b"}", method=rb'"ping","m\u0065thod":"tools/call"'),
    "an escape in the tool": _raw(rb'{"name":"add\u005fstation"}'),
    "an escape in the tool's first letter": _raw(rb'{"name":"\u0061dd_station"}'),
    "an escape in the method's name": _raw(b'{"name":' + _BAD + b"}", method=rb'"tools\u002fcall"'),
    "an escaped slash in the method's name": _raw(b'{"name":' + _BAD + b"}", method=rb'"tools\/call"'),
    # Several messages.
    "a batch": b"[" + _PLAIN + b"]",
    "a batch after a good one": b"[" + call_of(OPENED) + b"," + _PLAIN + b"]",
    "a batch in a batch": b"[[" + _PLAIN + b"]]",
    "two messages": call_of(OPENED) + _PLAIN,
    "two lines": call_of(OPENED) + b"\n" + _PLAIN,
    "a record separator": b"\x1e" + call_of(OPENED) + b"\n\x1e" + _PLAIN,
    "NUL between two": call_of(OPENED) + b"\0" + _PLAIN,
    "the message as a text": json.dumps(_PLAIN.decode()).encode(),
    "an event of a stream": b"data: " + _PLAIN + b"\n\n",
    # Other encodings.
    "a byte order mark": b"\xef\xbb\xbf" + _PLAIN,
    "UTF-16": _PLAIN.decode().encode("utf-16"),
    "UTF-16 without a mark": _PLAIN.decode().encode("utf-16-le"),
    "UTF-32": _PLAIN.decode().encode("utf-32-be"),
    "a broken sequence that swallows a quote": _raw(b'{"a":"\xc3","name":' + _GOOD + b',"b":"","name":' + _BAD + b"}"),
    "an overlong slash": _raw(b'{"name":' + _BAD + b"}", method=b'"tools\xc0\xafcall"'),
    "a half character": _raw(b'{"a":"\xed\xa0\x80","name":' + _BAD + b"}"),
    # What is no JSON, for readers that take it.
    "a comment": _raw(b'{/*"name":' + _GOOD + b',*/"name":' + _BAD + b"}"),
    "a comment with the good name": _raw(b'{"name":' + _BAD + b',//"name":' + _GOOD + b"\n}"),
    "a comma too many": _raw(b'{"name":' + _BAD + b",}"),
    "single quotes": _PLAIN.replace(b'"', b"'"),
    "NaN": _raw(b'{"a":NaN,"name":' + _BAD + b"}"),
    "keys without quotes": _raw(b"{name:" + _BAD + b"}"),
    "a line break in a text": _raw(b'{"a":"\n","name":' + _BAD + b"}"),
    "no end": _PLAIN[:-2],
    "a brace too many": _PLAIN + b"}",
    # Other shapes.
    "params as a list": call_of(FORBIDDEN, params=[FORBIDDEN]),
    "a list as name": call_of(FORBIDDEN, params={"name": [FORBIDDEN]}),
    "an object as name": call_of(FORBIDDEN, params={"name": {"name": FORBIDDEN}}),
    "the good name at the top": call_of(FORBIDDEN, name=OPENED),
    "the good name in _meta": call_of(FORBIDDEN, params={"_meta": {"name": OPENED}, "name": FORBIDDEN}),
    "the good name in arguments": call_of(FORBIDDEN, params={"name": FORBIDDEN, "arguments": {"name": OPENED}}),
    "many levels before the name": _raw(b'{"a":' + b"[" * 200 + b"]" * 200 + b',"name":' + _BAD + b"}"),
    "a space after the name": call_of(FORBIDDEN + " "),
    "a space before the name": call_of(" " + FORBIDDEN),
    "the name in capitals": call_of(FORBIDDEN.upper()),
    "a NUL after the name": call_of(FORBIDDEN + "\0"),
    "full width letters": call_of("\uff41dd_station"),
    "an answer beside the method": call_of(FORBIDDEN, result={}),
    "an error beside the method": call_of(FORBIDDEN, error={"code": 1, "message": ""}),
    "no version": b'{"id":7,"method":"tools/call","params":{"name":' + _BAD + b"}}",
    "another version": call_of(FORBIDDEN, jsonrpc="1.0"),
    "a member more": call_of(FORBIDDEN, auth="yes"),
    # Methods that look like others.
    **{
        f"method {method!r}": call_of(FORBIDDEN, method=method)
        for method in (
            *("tools/call ", " tools/call", "Tools/Call", "tools//call", "./tools/call", "tools/call\0", "tools/call/"),
            *("notifications/../tools/call", "notifications/tools/call", "tools/list\ntools/call", "rpc.tools/call"),
        )
    },
}

_KINDS = (
    *(None, "text/plain", "application/json; charset=utf-16", "application/json; charset=latin-1", "application/jsonp"),
    *("application/json, text/plain", "application/json-seq", "application/vnd.api+json", "multipart/form-data"),
)
_PATHS = (
    *("/mcp/", "//mcp", "/MCP", "/mcp;x=1", "/%6dcp", "/mcp%2f", "/mcp%00", "/x/../mcp", "/./mcp", "/mcp/add_station"),
    *("/mcp?tool=get_forecast", "/mcp?method=ping", "/sse", "/messages/", "/", "/mcp/.well-known/x"),
    "/.well-known/oauth-protected-resource/../../mcp",
)
_HEADERS = (
    (("Mcp-Method", "ping"),),
    (("Mcp-Method", "tools/list"),),
    (("Mcp-Method", "tools/call"), ("Mcp-Name", OPENED)),
    (("Mcp-Name", OPENED),),
    (("Mcp-Name", OPENED), ("Mcp-Name", FORBIDDEN)),
    (("Mcp-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", FORBIDDEN)),
    (("Mcp-Protocol-Version", "2026-07-28"), ("Mcp-Method", "ping"), ("Mcp-Name", OPENED)),
    (("Mcp-Name", "=?base64?Z2V0X2ZvcmVjYXN0?="),),
    (("X-HTTP-Method-Override", "GET"),),
    (("X-Original-URL", "/.well-known/oauth-protected-resource/mcp"),),
    (("X-Forwarded-User", "olga"), ("X-Auth-Request-Groups", "operators")),
    (("roles", "weather:manage"),),
)
_TOKENS = ("", "Bearer", "Bearer x.y.z", "Basic b2xnYTpvbGdh", "Bearer e30.e30.", "bearer null")

TRIES = (
    *(Try(name, body) for name, body in _BODIES.items()),
    *(Try(f"type {kind}", _PLAIN, kind=kind) for kind in _KINDS),
    Try("gzip", gzip.compress(_PLAIN), headers=(("Content-Encoding", "gzip"),)),
    Try("deflate", zlib.compress(_PLAIN), headers=(("Content-Encoding", "deflate"),)),
    Try("identity", _PLAIN, headers=(("Content-Encoding", "identity"),)),
    Try("two types", _PLAIN, headers=(("Content-Type", "text/plain"),)),
    *(Try(f"path {path}", _PLAIN, path=path) for path in _PATHS),
    *(Try(f"verb {verb}", _PLAIN, method=verb) for verb in ("PUT", "PATCH", "GET", "OPTIONS", "HEAD", "TRACE", "post")),
    *(Try(f"fields {fields}", _PLAIN, headers=fields) for fields in _HEADERS),
    *(Try(f"token {token!r}", _PLAIN, headers=(("Authorization", token),)) for token in _TOKENS),
    Try("a long body", _raw(b'{"a":"' + b"x" * (11 << 20) + b'","name":' + _BAD + b"}")),
)
"""What is tried; none of it may run a tool."""
