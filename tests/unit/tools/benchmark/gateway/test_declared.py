"""What the gateways are measured with is declared as users declare it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.benchmark.gateway.declared import GRANTED, api_of, declare, path_of_a_call
from tools.benchmark.gateway.effort import FULL

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

URL = "http://127.0.0.1:8080"


def test_one_model_and_many_take_the_same_token(tmp_path: Path) -> None:
    """Both check the same issuer, audience and role for the same call."""
    one, many = (
        api_of(declare(tmp_path / str(models), URL, models=models), URL, upstream="http://127.0.0.1:8000")
        for models in (1, 3)
    )
    assert (one.endpoints, one.audience) == (many.endpoints, many.audience)
    route = next(route for route in one.routes if route.path == path_of_a_call())
    assert route in many.routes
    assert GRANTED.role in one.roles(route)
    assert len(many.routes) == 3 * len(one.routes)
    assert len(one.routes) * FULL.models > 5000
