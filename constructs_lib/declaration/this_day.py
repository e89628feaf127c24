"""The day that grants and exemptions with an end are compared with: one for all that a run decides."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["VARIABLE", "DayError", "this_day"]

VARIABLE = "MLAPI_TODAY"
"""Variable of the process environment that names a later day, to see what will have ended by then."""


class DayError(ValueError):
    """The variable names no day, or one that has passed."""


def this_day(process_environment: Mapping[str, str] = os.environ, now: dt.datetime | None = None) -> dt.date:
    """Return the day in UTC, or a later one that the process environment names.

    An earlier one would bring back what has ended, so that nobody can name it.

    Args:
        process_environment: Variables of the caller.
        now: The time; defaults to that of the machine's clock.

    Raises:
        DayError: The variable names no day, or one that has passed; the text is one line.
    """
    today = (now or dt.datetime.now(tz=dt.UTC)).date()
    named = process_environment.get(VARIABLE)
    if not named:
        return today
    try:
        day = dt.date.fromisoformat(named)
    except ValueError:
        raise DayError(f"{VARIABLE} is '{named}': write a day, such as 2027-03-31") from None
    if day < today:
        raise DayError(f"{VARIABLE} is {day}, which has passed: write {today} or later, since what has ended stays so")
    return day
