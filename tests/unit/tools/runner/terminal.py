"""A terminal as tests need one."""

from __future__ import annotations

import io

__all__ = ["Terminal"]


class Terminal(io.StringIO):
    """A text stream that says it is a terminal: what is typed, or what is shown."""

    def isatty(self) -> bool:
        """Say so."""
        return True
