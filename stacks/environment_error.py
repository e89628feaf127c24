"""What is wrong with the environment files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["EnvironmentFileError"]


class EnvironmentFileError(ValueError):
    """Environment files that cannot be used; each line says where, what, and what to write instead."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)
