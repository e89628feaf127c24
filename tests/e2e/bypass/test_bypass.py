"""Whoever may call one model gets to no other one: hundreds of seeded attempts at each gateway that runs here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.bypass.besieged import attack
from tests.support.declarations.declarations import MANY_MODELS, MODELS, declare
from tests.support.servers.document_server import DocumentServer
from tests.support.servers.token_issuer import TokenIssuer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.e2e

DECLARED = {
    "few": declare(models=MODELS),
    # One filter of Envoy checks the token, another the roles.
    "many": declare(models=MANY_MODELS),
}
PATHS = {
    "open-inference": {"style": "open-inference"},
    "openai": {"style": "openai", "actions": {"explain": ["POST /explain/{model}"]}},
}

ROLES = (
    *("org~2Fm:predict", "org~2Fm:manage", "a~20b~2Bc:predict", "x~2Fy:predict"),
    *("gpt-4.1:predict", "qwen3:8b:predict", "iris:predict"),
)


def mixed(preset: str, second: str) -> dict[str, object]:
    """Return models by pairs of which the attacker may call the first one, with names that are nearly the same.

    Args:
        preset: What is before them: not every gateway can tell all of them apart.
        second: URL of a server that some of them have.
    """
    triton = {"actions": ["predict", "manage"], "paths": {"style": "triton"}}
    models: dict[str, object] = {"org/m": triton, "org": triton, "m": triton, "a b+c": {}, "a+b c": {}}
    by_body: dict[str, object] = {
        "gpt-4.1": {},
        "gpt-4x1": {},
        "qwen3:8b": {"paths": {"style": "ollama"}},
        "qwen3": {"paths": {"style": "ollama"}},
    }
    if preset != "oauth2-proxy":
        models |= by_body
    if preset == "envoy":
        for name, style in (("iris", "mlflow"), ("wine", "bentoml"), ("x/y", "kserve-v1"), ("x", "tensorflow-serving")):
            server = {"server": second} if name in ("iris", "x/y") else {}
            models[name] = {**server, "paths": {"style": style, "prefix": f"/{style}"}}
        return models
    return models | {
        name: {"paths": {"style": "custom", "actions": {"predict": [f"POST /{name}/invocations"]}}}
        for name in ("iris", "wine")
    }


@pytest.fixture(scope="module")
def issuer() -> Iterator[TokenIssuer]:
    """Signs tokens, and publishes its keys."""
    declaration = DECLARED["few"]
    with DocumentServer() as documents:
        yield TokenIssuer(documents, declaration.realm.name, declaration.sole_api.effective_audience)


@pytest.mark.parametrize(
    ("preset", "style", "models"),
    [
        ("envoy", "open-inference", "few"),
        ("envoy", "openai", "few"),
        ("envoy", "open-inference", "many"),
        ("envoy", "openai", "many"),
        ("oauth2-proxy", "open-inference", "few"),
        ("fastapi", "open-inference", "few"),
        ("fastapi", "openai", "few"),
        ("litserve", "open-inference", "few"),
        ("litserve", "openai", "few"),
    ],
)
def test_nothing_gets_past(issuer: TokenIssuer, tmp_path: Path, preset: str, style: str, models: str) -> None:
    """Of at least 300 attempts none reaches the server but those that the role opens, and those in one spelling."""
    siege = attack(
        preset,
        tmp_path,
        issuer,
        lambda _: DECLARED[models],
        roles=("fraud:predict",),
        drawn=30,
        paths=PATHS[style],
        open=["health"],
    )
    assert len(siege.attempts) > 300
    assert len(siege.arrivals) > 10  # what is spelled in a harmless way
    assert siege.past == []


@pytest.mark.parametrize("preset", ["envoy", "oauth2-proxy", "fastapi", "litserve"])
def test_nothing_gets_past_among_many_styles(issuer: TokenIssuer, tmp_path: Path, preset: str) -> None:
    """The same of models of any name and of all kinds of servers: by body, path, prefix, form and gRPC."""
    siege = attack(
        preset,
        tmp_path,
        issuer,
        lambda second: declare(models=mixed(preset, second)),
        roles=ROLES,
        drawn=15,
        grpc=preset == "envoy",
        paths={"style": "kserve-v1" if preset == "oauth2-proxy" else "openai"},
    )
    assert len(siege.attempts) > 250
    assert len(siege.arrivals) > 10
    assert siege.past == []
