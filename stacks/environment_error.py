"""What is wrong with the environment files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAX_FAULTS", "EnvironmentFileError"]

MAX_FAULTS = 100
"""How many faults are listed."""


class EnvironmentFileError(ValueError):
    """Environment files that cannot be used; each line says where, what, and what to write instead."""

    def __init__(self, lines: Sequence[str]) -> None:
        from constructs_lib.declaration.texts.one_line import one_line  # noqa: PLC0415 - costs time, for a fault alone

        shown = [one_line(line) for line in lines[:MAX_FAULTS]]
        if len(lines) > MAX_FAULTS:
            shown.append(f"… and {len(lines) - MAX_FAULTS} more: fix these first")
        super().__init__("\n".join(shown))
        self.lines = tuple(shown)
