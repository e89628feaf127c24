"""What Terraform says while it works, as its `-json` output has it: a JSON object a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

__all__ = ["Diagnostic", "Progress", "read_message"]


@dataclass(frozen=True)
class Diagnostic:
    """An error or a warning.

    Attributes:
        severity: `error` or `warning`.
        summary: What happened, in a line.
        detail: More of it; may have several lines, or none.
        address: The resource that it is about, or an empty text.
    """

    severity: str
    summary: str
    detail: str = ""
    address: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it made Terraform fail."""
        return self.severity == "error"


@dataclass(frozen=True)
class Progress:
    """A resource that was read, planned, changed, or could not be changed.

    Attributes:
        kind: `read`, `planned`, `done` or `failed`.
        address: The resource.
        action: `create`, `update`, `delete`, …; empty where it was read.
    """

    kind: str
    address: str
    action: str = ""


_KINDS = {
    "refresh_complete": "read",
    "planned_change": "planned",
    "apply_complete": "done",
    "apply_errored": "failed",
}


def read_message(line: str) -> tuple[str, Diagnostic | Progress | None]:
    """Read one line.

    Returns:
        What a person would read of it, and what it is about: None where that is neither of the two.
    """
    try:
        message = json.loads(line)
    except ValueError:  # a crash, or what a wrapper of Terraform prints
        return line, None
    if not isinstance(message, dict):
        return line, None
    text = str(message.get("@message", ""))
    kind = message.get("type")
    if kind == "diagnostic":
        found = _diagnostic(message.get("diagnostic", {}))
        return (f"{text}\n{found.detail}" if found.detail else text), found
    if kind in _KINDS:
        about = message.get("hook") or message.get("change") or {}
        return text, Progress(
            _KINDS[kind], str(about.get("resource", {}).get("addr", "")), str(about.get("action", ""))
        )
    return text, None


def _diagnostic(body: dict[str, Any]) -> Diagnostic:
    return Diagnostic(
        severity=str(body.get("severity", "error")),
        summary=str(body.get("summary", "")),
        detail=str(body.get("detail", "")),
        address=str(body.get("address", "")),
    )
