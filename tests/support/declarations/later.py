"""Days that lie ahead, whenever tests run."""

from __future__ import annotations

import datetime as dt

__all__ = ["LATER_YEAR", "MUCH_LATER"]

LATER_YEAR = dt.datetime.now(tz=dt.UTC).year + 3
"""A year that is near enough for a grant to end in it."""

MUCH_LATER = f"{LATER_YEAR}-12-31"
"""A day of it."""
