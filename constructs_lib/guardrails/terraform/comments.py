"""What Terraform passes over in its JSON.

`//` is a comment in the body of a file and of a block (Terraform: "JSON Configuration Syntax", comment properties).
Within a value it is a key like any other, and Terraform evaluates what stands there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COMMENT", "construct_path", "without_comments", "without_key"]

COMMENT = "//"
"""The key of a comment."""

_KEY = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]\Z')
# How many names lead to a body.
_LABELS = {"resource": 2, "data": 2, "ephemeral": 2, "variable": 1, "output": 1, "module": 1, "provider": 1}


def without_comments(json: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stack's JSON without the comments of its file and its outer blocks, where the CDK keeps metadata."""
    return {key: _without(body, _LABELS.get(key)) for key, body in json.items() if key != COMMENT}


def construct_path(body: object) -> str | None:
    """Return the path of the construct that made a block, as the CDK says in its comment; None where it does not."""
    found: object = body
    for key in (COMMENT, "metadata", "path"):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) and found else None


def without_key(path: str) -> str:
    """Return the path of a construct without the key of an instance in brackets."""
    return _KEY.sub("", path)


def _without(value: Any, labels: int | None) -> Any:  # noqa: ANN401 - JSON
    if labels is None:
        return value
    if isinstance(value, list):
        return [_without(item, labels) for item in value]
    if not isinstance(value, dict):
        return value
    if labels:
        return {key: _without(item, labels - 1) for key, item in value.items()}
    return {key: item for key, item in value.items() if key != COMMENT}
