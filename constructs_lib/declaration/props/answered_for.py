"""What somebody answers for: a reason that a reviewer can judge, and a last day."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

__all__ = ["Day", "ReasonText"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_WORDS_OF_A_REASON = 3


def _with_words(value: str) -> str:
    words = len({word.lower() for word in _WORD.findall(value)})
    if words < _WORDS_OF_A_REASON:
        raise ValueError(
            f"say why in at least {_WORDS_OF_A_REASON} different words of two letters or more, got {words}"
        )
    return value


def _as_a_day(value: object) -> object:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    got = "nothing" if value is None else f"'{value}'"
    raise ValueError(f"write a day, such as 2027-03-31, got {got}")


ReasonText = Annotated[str, AfterValidator(_with_words)]
"""Why, in at least three different words."""

Day = Annotated[dt.date, BeforeValidator(_as_a_day)]
"""A day of the calendar, in UTC."""
