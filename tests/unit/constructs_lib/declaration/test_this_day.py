"""The day that what ends is compared with."""

from __future__ import annotations

import datetime as dt

import pytest

from constructs_lib.declaration.this_day import DayError, this_day

pytestmark = pytest.mark.unit

NOW = dt.datetime(2027, 1, 31, 23, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        (
            "2027-01-30",
            "MLAPI_TODAY is 2027-01-30, which has passed: write 2027-01-31 or later, since what has ended stays so",
        ),
        ("tomorrow", "MLAPI_TODAY is 'tomorrow': write a day, such as 2027-03-31"),
    ],
)
def test_no_day_that_has_passed(named: str, fault: str) -> None:
    """Nobody goes back to a day on which a grant still held."""
    with pytest.raises(DayError) as error:
        this_day({"MLAPI_TODAY": named}, NOW)
    assert str(error.value) == fault


@pytest.mark.parametrize(("named", "day"), [("", 31), ("2027-01-31", 31)])
def test_day_in_utc(named: str, day: int) -> None:
    """It is the clock's day in UTC, also where the variable is empty."""
    assert this_day({"MLAPI_TODAY": named}, NOW) == dt.date(2027, 1, day)
    assert this_day({}, NOW) == dt.date(2027, 1, 31)


def test_later_day_can_be_named() -> None:
    """A later one shows what will have ended by then."""
    assert this_day({"MLAPI_TODAY": "2027-03-01"}, NOW) == dt.date(2027, 3, 1)
