"""Bodies that begin or end at one place for the gateway and at another one for the server behind it (RFC 9112)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from tests.support.bypass.call import Call

__all__ = ["smuggled"]

_CHUNKED = (
    *("Transfer-Encoding: chunked", "Transfer-Encoding: Chunked", "transfer-encoding:chunked"),
    *("Transfer-Encoding: xchunked", "Transfer-Encoding : chunked", "Transfer-Encoding:\x0bchunked"),
    *("Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity, chunked", "Transfer_Encoding: chunked"),
    *("X: y\r\n Transfer-Encoding: chunked", "X: y\nTransfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked"),
    *("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", 'Transfer-Encoding: "chunked"', "TE: chunked"),
    *("Transfer-Encoding:\r\n chunked", "Transfer-Encoding: chunked\x00", "Transfer-Encoding: chunked;q=1"),
)
_SIZES = (
    "0",
    "00",
    "0x0",
    "0;x=y",
    "0;x=\n",
    "0 ",
    " 0",
    "+0",
    "-0",
    "0\r",
    "1\r\nx\r\n0",
    "1\n\nx\r\n0",
    "fffffffffffffffff",
)


def smuggled(draw: random.Random, mine: Call, theirs: Call, fields: tuple[str, ...], prelude: bytes) -> bytes:
    """Draw a request that the token opens, in whose body another one lies that it does not.

    Args:
        draw: Where chance comes from.
        mine: The outer call.
        theirs: The inner call.
        fields: Header fields of the outer call, the token among them.
        prelude: What the outer body begins with, so that a gateway which reads bodies is content.
    """
    inside = f"{theirs.method} {theirs.path} HTTP/1.1\r\nHost: models.test\r\nContent-Length: 0\r\n\r\n".encode()
    size = draw.choice(_SIZES).encode()
    chunks = b"".join((f"{len(prelude):x}\r\n".encode(), prelude, b"\r\n") if prelude else ())
    chunked = chunks + size + b"\r\n\r\n" + inside
    length = len(chunked)
    coding = draw.choice(_CHUNKED)
    bodies = (
        ((f"Content-Length: {length}", coding), chunked),
        ((coding, f"Content-Length: {length}"), chunked),
        ((f"Content-Length: {len(prelude)}", coding), chunked),
        ((coding,), chunked),
        ((f"Content-Length: {len(prelude)}", f"Content-Length: {len(prelude + inside)}"), prelude + inside),
        ((f"Content-Length: {len(prelude + inside)}", f"Content-Length: {len(prelude)}"), prelude + inside),
        ((f"Content-Length: {len(prelude)}, {len(prelude + inside)}",), prelude + inside),
        ((f"Content-Length: +{len(prelude)}",), prelude + inside),
        ((f"Content-Length: 0x{len(prelude):x}",), prelude + inside),
        ((f"Content-Length: {len(prelude)}",), prelude + inside),
        ((f"Content-Length : {len(prelude + inside)}",), prelude + inside),
        ((f"Content_Length: {len(prelude + inside)}",), prelude + inside),
        ((), prelude + inside),
        (
            (
                f"Content-Length: {len(prelude)}",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAAP__",
            ),
            prelude + inside,
        ),
        (
            (
                f"Content-Length: {len(prelude)}",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
            ),
            prelude + inside,
        ),
        ((f"Content-Length: {len(prelude + inside)}", "Expect: 100-continue"), prelude + inside),
        ((f"Content-Length: {len(prelude)}", "Expect: 100-continue", coding), chunked),
    )
    sizes, body = draw.choice(bodies)
    lines = (f"{mine.method} {mine.path} HTTP/1.1", "Host: models.test", *fields, *sizes)
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
