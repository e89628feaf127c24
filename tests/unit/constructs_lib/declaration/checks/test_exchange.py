"""Token exchange: from applications that exist, never further than was declared."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.declarations.declarations import declare, faults

pytestmark = pytest.mark.unit

AGENT = "realm 'ml-prod', consumer 'agent'"
NOTEBOOK: dict[str, Any] = {"redirect_uris": ["https://notebook.example.com/cb"]}
PREDICT = {"fraud": ["predict"]}
DELEGATED = {"from": ["notebook"], "models": PREDICT, "delegation": True}
SECOND = "or declare a second consumer for its own calls"
LONGER = f"until the same day, {SECOND}"


def ending(until: str) -> dict[str, object]:
    """Return a grant that ends."""
    return {"actions": ["predict"], "until": until, "reason": "it is a test"}


def declared(**agent: object) -> list[str]:
    """Return what is said of one agent."""
    exchange = {"from": ["notebook"], "models": PREDICT}
    return faults(declare(applications={"notebook": NOTEBOOK}, consumers={"agent": {"exchange": exchange, **agent}}))


@pytest.mark.parametrize(
    ("agent", "message"),
    [
        (
            {"exchange": {"from": ["notebok"], "models": PREDICT}},
            "the environment's own file has no application 'notebok': did you mean 'notebook'?",
        ),
        (
            {"exchange": {"from": ["notebook"], "models": {"frud": ["predict"]}}},
            "unknown model 'frud': did you mean 'fraud'?",
        ),
        (
            {"exchange": {"from": ["notebook"], "models": {"fraud": ["predit"]}}},
            "model 'fraud' has no action 'predit': did you mean 'predict'?",
        ),
        (
            {"exchange": {**DELEGATED}, "grants": PREDICT},
            f"with exchange.delegation it calls on behalf of people alone: take grants out, {SECOND}",
        ),
        (
            {"exchange": {**DELEGATED}, "every_model": True},
            f"with exchange.delegation it calls on behalf of people alone: take every_model out, {SECOND}",
        ),
        (
            {"every_model": True},
            f"with every_model it could call every model for others too: set it to false, {SECOND}",
        ),
        (
            {"grants": {"churn": ["predict"], **PREDICT}},
            f"with its own grant it could call 'churn:predict' for others too: add it to exchange.models, {SECOND}",
        ),
        (
            {"grants": PREDICT, "exchange": {"from": ["notebook"], "models": {"fraud": ending("2020-12-31")}}},
            f"with its own grant it could call 'fraud:predict' for others too: add it to exchange.models, {LONGER}",
        ),
    ],
)
def test_exchange_that_cannot_be_meant_is_refused(agent: dict[str, object], message: str) -> None:
    """A misspelt name is answered with the nearest; its own access may not widen what it does for others."""
    assert declared(**agent) == [f"{AGENT}: {message}"]


def test_own_grant_may_end_with_the_exchange_and_before() -> None:
    """What is refused does not depend on the day: its own grant lasts no longer than what it may do for others."""
    for until in ("2020-01-31", "2020-12-31"):
        exchange = {"from": ["notebook"], "models": {"fraud": ending("2020-12-31")}}
        assert declared(grants={"fraud": ending(until)}, exchange=exchange) == []


@pytest.mark.parametrize("grants", [{}, PREDICT])
def test_own_grants_may_be_as_wide_as_the_exchange(grants: dict[str, object]) -> None:
    """An agent may have no access of its own, or the same."""
    assert declared(grants=grants) == []


@pytest.mark.parametrize(
    ("team", "expected"),
    [("risk", []), ("growth", [f"{AGENT}: team 'growth' has no application 'notebook': there are: ui"])],
)
def test_team_trades_its_own_tokens_and_those_of_all(team: str, expected: list[str]) -> None:
    """Another team's application does not hand its people's tokens over."""
    agent = {"exchange": {"from": ["ui", "notebook"], "models": PREDICT}}
    teams: dict[str, dict[str, Any]] = {"risk": {"applications": {"notebook": NOTEBOOK}}, "growth": {}}
    teams[team]["consumers"] = {"agent": agent}
    assert faults(declare(applications={"ui": NOTEBOOK}, teams=teams)) == expected
