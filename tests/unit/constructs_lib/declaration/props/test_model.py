"""What a model says of its actions."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.props import ModelProps

pytestmark = pytest.mark.unit


def test_tools_of_an_action() -> None:
    """They are those that are declared for it; an action without any is the tool of its own name."""
    model = ModelProps(actions=("read", "get_alerts"), tools={"read": ("getForecast", "getStation")})
    assert {action: model.tools_of(action) for action in model.actions} == {
        "read": ("getForecast", "getStation"),
        "get_alerts": ("get_alerts",),
    }
