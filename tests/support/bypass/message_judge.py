"""What model a message of gRPC names, if it is one for every reader (Protocol Buffers' encoding, gRPC over HTTP/2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["in_message"]

_HEAD = 5
"""Bytes before a message: a flag and a length."""
_LONGEST_TAG, _LONGEST = 5, 10
_LIMIT = 1 << 31


def in_message(body: bytes, field: int) -> str | None:
    """Return the one model that a body of gRPC names; nothing where two readers could find two.

    Args:
        body: Flag, length and message, and nothing else.
        field: Number of the field that names the model.
    """
    if len(body) < _HEAD or body[0] or int.from_bytes(body[1:_HEAD], "big") != len(body) - _HEAD:
        return None
    try:
        found = [value for number, value in _fields(body[_HEAD:]) if number == field]
        return found[0].decode() if len(found) == 1 and found[0] is not None else None
    except ValueError:
        return None


def _fields(message: bytes) -> Iterator[tuple[int, bytes | None]]:
    """Yield the fields, each with its number and, if that is a text, its value.

    Raises:
        ValueError: A reader could find other fields, or none.
    """
    at = 0
    while at < len(message):
        tag, at = _number(message, at, _LONGEST_TAG)
        number, wire = divmod(tag, 8)
        if number == 0 or tag >= 1 << 32 or wire not in (0, 1, 2, 5):
            raise ValueError("tag")
        if wire == 0:
            _, at = _number(message, at, _LONGEST)
            yield number, None
            continue
        size = {1: 8, 5: 4}.get(wire)
        if size is None:
            size, at = _number(message, at, _LONGEST_TAG)
        if size >= _LIMIT or at + size > len(message):
            raise ValueError("length")
        yield number, message[at : at + size] if wire == 2 else None
        at += size


def _number(message: bytes, at: int, longest: int) -> tuple[int, int]:
    value = 0
    for place in range(longest):
        if at + place >= len(message):
            break
        value |= (message[at + place] & 0x7F) << 7 * place
        if message[at + place] < 0x80:
            return value, at + place + 1
    raise ValueError("number")
