"""Grants as they are written: for good, for a time, or both."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.props import ConsumerProps
from constructs_lib.declaration.props.grants import NO_END, GrantedAction, granted_actions
from constructs_lib.declaration.this_day import this_day

pytestmark = pytest.mark.unit

ENDING: dict[str, Any] = {"actions": ["predict", "explain"], "until": "2027-01-31", "reason": "an audit of the year"}
DAY = dt.date(2027, 1, 31)


def granted(grant: object) -> list[GrantedAction]:
    """Return what a grant gives."""
    return list(granted_actions(ConsumerProps.model_validate({"grants": {"fraud": grant}}).grants["fraud"]))


@pytest.mark.parametrize(
    ("grant", "fault"),
    [
        ({**ENDING, "until": "soon"}, "write a day, such as 2027-03-31, got 'soon'"),
        ({**ENDING, "until": None}, "write a day, such as 2027-03-31, got nothing"),
        ({**ENDING, "until": 20270131}, "write a day, such as 2027-03-31, got '20270131'"),
        ({**ENDING, "reason": "audit"}, "say why in at least 3 different words of two letters or more, got 1"),
        ({"until": "2027-01-31", "reason": "an audit of the year"}, "Field required"),
        ({"actions": ["predict"]}, "Field required"),
        ({**ENDING, "from": "2027-01-01"}, "Extra inputs are not permitted"),
        ([{"predict": True}], "Field required"),
        ({"predict": True}, "Input should be a valid tuple"),
        ("predict", "Input should be a valid tuple"),
        ([5], "Input should be a valid string"),
    ],
)
def test_refused(grant: object, fault: str) -> None:
    """A grant that ends says what, until when and why; a list holds names of actions, and such grants."""
    with pytest.raises(ValidationError) as error:
        granted(grant)
    assert error.value.errors()[0]["msg"].removeprefix("Value error, ") == fault


def test_what_is_granted() -> None:
    """Each action is given with its last day, and with the keys that lead to it."""
    ending = [GrantedAction("predict", DAY, ("actions", 0)), GrantedAction("explain", DAY, ("actions", 1))]
    assert granted(ENDING) == ending
    assert granted(["manage", ENDING]) == [
        GrantedAction("manage", NO_END, (0,)),
        *(GrantedAction(each.action, DAY, (1, *each.path)) for each in ending),
    ]


def test_an_end_that_nobody_will_see_is_refused() -> None:
    """Within five years somebody has to say again that it is needed; one line says until when."""
    with pytest.raises(ValidationError) as error:
        granted({**ENDING, "until": "9999-12-31"})
    (fault,) = error.value.errors()
    assert fault["msg"].startswith("Value error, a grant for a time ends within five years: write 20")
    latest = this_day() + dt.timedelta(days=5 * 365)
    assert granted({**ENDING, "until": str(latest)})[0].until == latest
