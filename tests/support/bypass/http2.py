"""HTTP/2 as bytes (RFC 9113), for what no client would send: header fields are written as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from tests.support.bypass.call import Call

__all__ = ["http2_message", "plain_fields", "second_stream_message", "tricked_fields"]

_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_DATA, _HEADERS, _SETTINGS = 0, 1, 4
_END_STREAM, _END_HEADERS = 1, 4
_LONGEST = 16_384

Fields = tuple[tuple[str, str], ...]


def http2_message(fields: Fields, body: bytes = b"") -> bytes:
    """Return a connection with one request.

    Args:
        fields: Pseudo-header fields and header fields, in order.
        body: The body.
    """
    return _PREFACE + _frame(_SETTINGS, 0, 0, b"") + _request(1, fields, body)


def second_stream_message(first: Fields, first_body: bytes, second: Fields, second_body: bytes) -> bytes:
    """Return a connection with two requests at a time."""
    return http2_message(first, first_body) + _request(3, second, second_body)


def tricked_fields(draw: random.Random, mine: Call, theirs: Call, token: str) -> Fields:
    """Draw the fields of a request that another reader takes for another one.

    Args:
        draw: Where chance comes from.
        mine: A call that the token opens.
        theirs: One that it does not.
        token: The token.
    """
    base = plain_fields(mine, token)
    authorization = ("authorization", f"Bearer {token}")
    without = tuple(field for field in base if field[0] != ":path")
    return draw.choice(
        (
            plain_fields(theirs, token),
            (*base, (":path", theirs.path)),
            ((":path", theirs.path), *base),
            (*without, (":path", f"{mine.path}#{theirs.path}")),
            (*without, (":path", f"{mine.path} HTTP/1.1\r\nX: y\r\n\r\n{theirs.method} {theirs.path}")),
            (*without, (":path", f"{mine.path}\r\n\r\n")),
            (*without, (":path", f"{mine.path}/../..{theirs.path}")),
            (*without, (":path", f"http://models.test{theirs.path}")),
            (*without, (":path", theirs.path.lstrip("/"))),
            (*without, (":path", f"{mine.path}%2f..%2f..{theirs.path}")),
            (*without, (":path", "")),
            without,
            (*base, ("transfer-encoding", "chunked")),
            (*base, ("content-length", "0"), ("content-length", "9")),
            (*base, ("content-length", "99999")),
            (*base, ("connection", "authorization")),
            (*base, ("upgrade", "h2c")),
            (*base, ("X-Original-URL", theirs.path)),
            (*base, ("x-original-url", theirs.path), ("x_original_url", theirs.path)),
            (*base, ("x\r\nx-original-url", theirs.path)),
            (*base, ("x", f"y\r\nx-original-url: {theirs.path}")),
            (*base, ("x", f"y\r\n\r\n{theirs.method} {theirs.path} HTTP/1.1\r\nhost: x\r\n\r\n")),
            (*base, ("host", f"other.test{theirs.path}")),
            (*base, ("host ", "x"), ("authorization ", f"Bearer {token}x")),
            ((":method", f"{theirs.method} {theirs.path} HTTP/1.1\r\nx:"), *base[1:], authorization),
            ((":method", theirs.method.lower()), *base[1:]),
            (base[0], (":scheme", f"http://models.test{theirs.path}?"), *base[2:]),
            (*base[:2], (":authority", f"models.test{theirs.path}?"), *base[3:]),
            (*base, (":protocol", "websocket")),
            (*base, ("te", "trailers, chunked")),
        )
    )


def plain_fields(call: Call, token: str) -> Fields:
    """Return the fields of a request with a token, as they should be; those of its body are missing."""
    return (
        (":method", call.method),
        (":scheme", "http"),
        (":authority", "models.test"),
        (":path", call.path),
        ("authorization", f"Bearer {token}"),
    )


def _request(stream: int, fields: Fields, body: bytes) -> bytes:
    block = b"".join(b"\x00" + _text(name) + _text(value) for name, value in fields)
    flags = _END_HEADERS | (0 if body else _END_STREAM)
    data = _frame(_DATA, _END_STREAM, stream, body[:_LONGEST]) if body else b""
    return _frame(_HEADERS, flags, stream, block) + data


def _text(value: str) -> bytes:
    """Write a text without Huffman coding (RFC 7541 section 5.2)."""
    encoded = value.encode("latin-1", "replace")
    return _number(len(encoded)) + encoded


def _number(value: int) -> bytes:
    """Write a number with a prefix of seven bits (RFC 7541 section 5.1)."""
    if value < 0x7F:
        return bytes([value])
    rest, parts = value - 0x7F, [0x7F]
    while rest >= 0x80:
        parts.append(rest % 0x80 | 0x80)
        rest //= 0x80
    return bytes([*parts, rest])


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload
