"""One attempt: bytes for a connection of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["MARK", "Attempt", "Content", "message"]

Content = tuple[tuple[str, ...], bytes]
"""Header fields, and the body."""

MARK = "X-Attempt"
"""Header field by which what came through is known again."""


@dataclass(frozen=True)
class Attempt:
    """What is sent, and what it is.

    Attributes:
        family: What kind of trick it is.
        number: Its place among all, which the request says.
        sent: All bytes.
        held: Whether it has a good token of its own, so that what that token opens may come through.
    """

    family: str
    number: int
    sent: bytes = field(repr=False)
    held: bool = True


def message(
    method: str, target: str, fields: tuple[str, ...], body: bytes = b"", *, version: str = "HTTP/1.1"
) -> bytes:
    """Return a request as bytes, with nothing corrected.

    Args:
        method: What is before the target.
        target: As it is sent, its characters as bytes.
        fields: Header fields as they are sent, without line breaks.
        body: The body.
        version: What is after the target.
    """
    length = f"Content-Length: {len(body)}"
    lines = (f"{method} {target} {version}".rstrip(" "), "Host: models.test", *fields, length)
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace") + body
