"""One kind of request, and what allows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.declaration.access_policy import ModelAction

__all__ = ["VERSION", "VERSION_PATTERN", "OpenRoute", "Route"]

VERSION = "{version}"
"""Stands in a path for any one version of a model."""

VERSION_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]*"
"""What a version may be: nothing that a server would decode, and no `..`."""


@dataclass(frozen=True, order=True)
class OpenRoute:
    """Requests that need no token.

    Attributes:
        method: HTTP method.
        path: The whole path.
    """

    method: str
    path: str

    @property
    def has_version(self) -> bool:
        """It stands for itself alone."""
        return False

    @property
    def pattern(self) -> str:
        """The whole path as a regular expression."""
        return _literal(self.path)


@dataclass(frozen=True, order=True)
class Route:
    """Requests that need a role.

    Attributes:
        method: HTTP method.
        path: The whole path, with the model's name in it; `{version}` stands for any one version.
        allowed: What allows it: any one of these.
        body_model: The model that the JSON body must name as `model`, where the path names none.
    """

    method: str
    path: str
    allowed: tuple[ModelAction, ...]
    body_model: str | None = None

    @property
    def has_version(self) -> bool:
        """Whether the path stands for more than itself."""
        return VERSION in self.path

    @property
    def pattern(self) -> str:
        """The whole path as a regular expression, in the syntax that RE2 and Python share."""
        return VERSION_PATTERN.join(_literal(part) for part in self.path.split(VERSION))


def _literal(text: str) -> str:
    # Of what paths may hold, the dot alone means something in an expression.
    return text.replace(".", r"\.")
