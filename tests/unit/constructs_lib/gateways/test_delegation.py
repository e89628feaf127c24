"""Who acts for somebody: gateways that check it, and those that are refused."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.gateways.catalog import PRESETS
from tests.support.gateways.protected import findings, protect

pytestmark = pytest.mark.unit

ABLE = ", ".join(name for name, preset in PRESETS.items() if preset.checks_actors)

NOTEBOOK: dict[str, Any] = {"redirect_uris": ["https://notebook.example.com/cb"]}


def acting(*, delegation: bool = True) -> dict[str, object]:
    """Declare an agent that trades tokens of a notebook."""
    exchange = {"from": ["notebook"], "models": {"fraud": ["predict"]}, "delegation": delegation}
    return {"applications": {"notebook": NOTEBOOK}, "consumers": {"agent": {"exchange": exchange}}}


@pytest.mark.parametrize("preset", ["istio", "envoy-gateway", "litellm", "kubeflow"])
def test_gateway_that_cannot_check_actors_is_refused(preset: str) -> None:
    """It would pass over the claim."""
    expected = (
        f"gateway.presets: realm 'ml-prod', gateway: {preset} does not check who acts for somebody, "
        f"and consumer 'agent' has exchange.delegation: use one of: {ABLE}"
    )
    assert expected in findings(preset, declared=acting())


@pytest.mark.parametrize("preset", ["envoy", "fastapi", "litserve", "bentoml", "istio"])
def test_nothing_is_refused_without_need(preset: str) -> None:
    """Those that check actors are taken, and any without delegation."""
    told = findings(preset, declared=acting(delegation=preset != "istio"))
    assert [each for each in told if "acts for somebody" in each] == []


def test_actors_are_the_declared_ones() -> None:
    """Nobody is an actor by default."""
    assert protect(declared=acting()).actors == ("agent",)
    assert protect(declared=acting(delegation=False)).actors == ()
