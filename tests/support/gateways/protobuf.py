"""Messages of Protocol Buffers as bytes, for what no library would write."""

from __future__ import annotations

__all__ = ["LENGTH", "framed", "tag", "text", "varint"]

LENGTH = 2
"""Wire type of texts, bytes and messages."""


def varint(value: int) -> bytes:
    """Return a number as messages have it."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def tag(number: int, wire: int = LENGTH) -> bytes:
    """Return what a field begins with.

    Args:
        number: Its number.
        wire: How its value is written.
    """
    return varint(number << 3 | wire)


def text(number: int, value: str | bytes) -> bytes:
    """Return a text, or bytes, in a field of a message."""
    content = value.encode() if isinstance(value, str) else value
    return tag(number) + varint(len(content)) + content


def framed(message: bytes, flag: int = 0) -> bytes:
    """Return a message as a body of gRPC has it: a flag, its length, and itself."""
    return bytes([flag]) + len(message).to_bytes(4, "big") + message
