"""What stands in the place of a value that nobody may see: it tells equal ones from others, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from typing import Any

from constructs_lib.review.settings import Concealed

__all__ = ["conceal", "public"]

# Of this process alone: the same value is another text in the next one.
_KEY = secrets.token_bytes(32)


def conceal(value: Any) -> Concealed:  # noqa: ANN401 - whatever a plan holds
    """Return a text that is the same for the same value."""
    text = json.dumps(value, sort_keys=True)
    return Concealed(hmac.new(_KEY, text.encode(), hashlib.sha256).hexdigest())


def public(value: Any, sensitive: Any) -> Any:  # noqa: ANN401 - as above
    """Return a value with all that is sensitive in it concealed.

    Args:
        value: The value.
        sensitive: True, or the marks of its parts (Terraform: "JSON Output Format", `before_sensitive`).
    """
    if sensitive is True:
        return value if value is None else conceal(value)
    if not sensitive:
        return value
    if isinstance(value, dict) and isinstance(sensitive, dict):
        return {key: public(inner, sensitive[key]) if key in sensitive else inner for key, inner in value.items()}
    if isinstance(value, list) and isinstance(sensitive, list):
        marks = [*sensitive, *[False] * len(value)]
        return [public(inner, mark) for inner, mark in zip(value, marks, strict=False)]
    return value if value is None else conceal(value)
