"""Messages of gRPC that one reader takes for a model's and another reader for another one's."""

from __future__ import annotations

import base64
import gzip
from typing import TYPE_CHECKING

from tests.support.gateways.protobuf import LENGTH, framed, tag, text, varint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.bypass.attempt import Content

__all__ = ["plain_message", "two_faced_messages"]

_TYPE = "Content-Type: application/grpc"
_TRAILERS = "TE: trailers"
_NUMBER, _EIGHT, _START, _END, _FOUR = 0, 1, 3, 4, 5
"""Wire types."""


def plain_message(field: int, model: str) -> Content:
    """Return fields and body of a call by gRPC that names one model in one way.

    Args:
        field: Number of the field that names it.
        model: The model.
    """
    return (_TYPE, _TRAILERS), framed(_named(field, model))


def two_faced_messages(field: int, mine: str, theirs: str) -> tuple[Content, ...]:
    """Return fields and bodies of calls that name a model that the token opens and one that it does not: all of them.

    Args:
        field: Number of the field that names it.
        mine: A model that it opens.
        theirs: One that it does not.
    """
    messages = [*_messages(field, mine, theirs), *_messages(field, theirs, mine), *_names(field, mine, theirs)]
    named = _named(field, mine), _named(field, theirs)
    bodies = [*map(framed, messages), *_frames(*named)]
    return (*(((_TYPE, _TRAILERS), body) for body in bodies), *_kinds(*named))


def _named(field: int, model: str) -> bytes:
    """Return a message as a client writes it: the model's field, then a version, an id and content of a tensor."""
    return text(field, model) + text(field + 2, "7") + text(7, bytes(32))


def _messages(field: int, mine: str, theirs: str) -> Iterator[bytes]:
    whole, other, name = _named(field, mine), text(field, theirs), theirs.encode()
    rest = varint(len(name)) + name
    yield from (whole + other, other + whole, text(field, "") + whole, whole + text(field, ""))
    for bits in (1, 7, 1 << 3, 1 << 29):
        far = varint(bits << 32 | field << 3 | LENGTH) + rest
        yield from (whole + far, far + whole)
    for zeros in range(10):
        padded = bytes([field << 3 | LENGTH | 0x80, *[0x80] * zeros, 0]) + rest
        yield from (whole + padded, padded + whole)
    # Within what a reader may pass over: a group, an unknown message, a field of another kind.
    for group in (9, field):
        yield whole + tag(group, _START) + other + tag(group, _END)
        yield tag(group, _START) + whole + tag(group, _END) + other
        yield whole + tag(group, _END) + other
    yield from (whole + text(number, other) for number in (15, 16, 536870911))
    yield text(15, whole) + other
    for wire in (_NUMBER, _EIGHT, _FOUR, 6, 7):
        yield from (whole + tag(number, wire) + other.ljust(8) for number in (field, 9))
    yield whole + tag(9, _FOUR) + b"\0\0\0" + other
    yield from (whole + tag(9, _NUMBER) + b"\x80" * more + other for more in (1, 9, 10, 11))
    yield from (whole + number + other for number in (b"\x02" + varint(len(other)), b"\0", b"\0\0"))
    # Lengths that one reader takes for another number.
    for size in (b"\xff\xff\xff\xff\x0f", b"\x80\x80\x80\x80\x10", b"\x80" * 9 + b"\x01"):
        yield whole + tag(9) + size + other
    for length in (len(mine) + (1 << 32), len(mine) + len(other), len(mine) - 1):
        yield tag(field) + varint(length) + mine.encode() + other
    yield from (whole[:end] for end in range(0, len(whole), 5))


def _names(field: int, mine: str, theirs: str) -> Iterator[bytes]:
    """Yield messages whose model ends elsewhere for another reader, or is spelled in another way."""
    spelled = (f"{mine}\0{theirs}", f"{mine}\0", f"{mine}\u200b", f" {mine}", f"{mine}\n{theirs}", mine.upper())
    yield from (text(field, name) for name in (*spelled, mine.replace("/", "%2F"), mine.replace("/", "\uff0f")))
    yield text(field, mine.encode() + b"\xff" + theirs.encode())


def _frames(mine: bytes, theirs: bytes) -> Iterator[bytes]:
    whole, other, size = framed(mine), framed(theirs), len(mine)
    yield from (whole + other, other + whole, framed(b"") + other, whole + framed(b""), whole + b"\0", b"\0" + whole)
    for flag in (1, 2, 0x80, 0xFF):
        yield from (framed(theirs, flag), framed(mine, flag), framed(gzip.compress(theirs), flag))
    yield from (framed(gzip.compress(theirs)), whole[:-1], other[:3], b"", mine)
    for length in (len(mine + other), size - 1, 1 << 31 | size):
        yield b"\0" + length.to_bytes(4, "big") + mine + other
    yield base64.b64encode(whole) + base64.b64encode(other)


def _kinds(mine: bytes, theirs: bytes) -> Iterator[Content]:
    bodies = (framed(mine), framed(theirs), framed(gzip.compress(theirs), 1), base64.b64encode(framed(theirs)))
    for kind in (
        *("application/GRPC", "application/grpc+json", "application/grpc-web", "application/grpc-web+proto"),
        *("application/grpc-web-text", "application/grpc;x=y", "application/json", "application/grpc, x"),
        *("application/grpc+proto\r\nContent-Type: application/grpc", "application/grpc\r\nContent-Encoding: gzip"),
    ):
        yield from (((f"Content-Type: {kind}", _TRAILERS), body) for body in bodies)
    for more in ("Grpc-Encoding: gzip", "Grpc-Timeout: 1S", "X-HTTP-Method-Override: PUT", "X-Grpc-Web: 1"):
        yield from (((_TYPE, more, _TRAILERS), body) for body in bodies)
