"""Where a fact comes from, and what takes it away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.audit.facts import Fact

REALM_ITSELF = "/"
"""Stands for the realm among resource paths: admin events about it have none."""

__all__ = ["REALM_ITSELF", "Call", "Source", "told"]


@dataclass(frozen=True)
class Call:
    """A request below the realm, such as `DELETE clients/<id>`."""

    method: str
    path: str
    body: Any = None


@dataclass(frozen=True)
class Source:
    """Where a fact comes from.

    Attributes:
        paths: Resource paths under which admin events record its changes.
        removal: What takes it away; None where it cannot be taken away by itself.
    """

    paths: tuple[str, ...] = ()
    removal: Call | None = None


if TYPE_CHECKING:
    Told = tuple[Fact, str, Source]


def told(fact: Fact, path: str, value: str = "") -> Told:
    """Return a fact whose path is also what takes it away."""
    return fact, value, Source((path,), Call("DELETE", path))
