"""Whoever may call one model gets to no other one: hundreds of seeded attempts at each gateway that runs here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import ModelProps
from tests.support.bypass.besieged import attack
from tests.support.declarations.declarations import MODELS, declare
from tests.support.servers.document_server import DocumentServer
from tests.support.servers.token_issuer import TokenIssuer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.e2e

DECLARATION = declare(models=MODELS)
MANY = declare(models={**MODELS, **{f"fraud{number}": ModelProps() for number in range(40)}})
"""More than Envoy has one list of rules for; names begin as the attacker's."""
PATHS = {
    "open-inference": {"style": "open-inference"},
    "openai": {"style": "openai", "actions": {"explain": ["POST /explain/{model}"]}},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[TokenIssuer]:
    """Signs tokens, and publishes its keys."""
    with DocumentServer() as documents:
        yield TokenIssuer(documents, DECLARATION.realm.name, DECLARATION.sole_api.effective_audience)


@pytest.mark.parametrize(
    ("preset", "style"),
    [
        ("envoy", "open-inference"),
        ("envoy", "openai"),
        ("oauth2-proxy", "open-inference"),
        ("fastapi", "open-inference"),
        ("fastapi", "openai"),
        ("litserve", "open-inference"),
        ("litserve", "openai"),
    ],
)
def test_nothing_gets_past(issuer: TokenIssuer, tmp_path: Path, preset: str, style: str) -> None:
    """Of at least 300 attempts none reaches the server but those that the role opens, and those in one spelling."""
    siege = attack(
        preset, tmp_path, issuer, DECLARATION, role="fraud:predict", drawn=30, paths=PATHS[style], open=["health"]
    )
    assert len(siege.attempts) > 300
    assert len(siege.arrivals) > 10  # what is spelled in a harmless way
    assert siege.past == []


@pytest.mark.parametrize("style", PATHS)
def test_nothing_gets_past_the_rules_of_many_models(issuer: TokenIssuer, tmp_path: Path, style: str) -> None:
    """Nor where one filter of Envoy checks the token, and another the roles."""
    siege = attack("envoy", tmp_path, issuer, MANY, role="fraud:predict", drawn=30, paths=PATHS[style], open=["health"])
    assert len(siege.attempts) > 300
    assert len(siege.arrivals) > 10
    assert siege.past == []
