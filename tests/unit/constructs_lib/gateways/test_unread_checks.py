"""What a gateway cannot check is refused, or stays closed."""

from __future__ import annotations

import pytest

from tests.support.gateways.protected import findings, render

pytestmark = pytest.mark.unit

GATEWAY = "realm 'ml-prod', gateway"
ONE: dict[str, object] = {"models": {"fraud": {}}}


@pytest.mark.parametrize("preset", ["istio", "oauth2-proxy"])
@pytest.mark.parametrize("style", ["openai", "ollama"])
def test_bodies_alone(preset: str, style: str) -> None:
    """Where every request of an action names its model in the body, a gateway that reads none is refused."""
    (found,) = findings(preset, declared=ONE, paths={"style": style})
    assert found.startswith(
        f"gateway.paths.style: {GATEWAY}: {preset} cannot tell models apart by the request's body: "
        "put {model} into every path, or use one of: "
    )


@pytest.mark.parametrize("preset", ["istio", "envoy-gateway", "oauth2-proxy", "fastapi"])
def test_grpc(preset: str) -> None:
    """Messages of gRPC are refused by name where a gateway cannot read them."""
    found = findings(preset, declared=ONE, grpc_upstream="http://127.0.0.1:8081")
    assert [line.partition(":")[0] for line in found] == ["gateway.grpc_upstream"]
    assert f"{preset} cannot tell models apart by the messages of gRPC: take gateway.grpc_upstream away" in found[0]


def test_declared_form() -> None:
    """What somebody declares must be checked: no file leaves it out."""
    paths = {"style": "custom", "model_in": "multipart", "actions": {"predict": ["POST /a/{model}", "POST /upload"]}}
    (found,) = findings("istio", declared=ONE, paths=paths)
    assert found.startswith(
        f"gateway.paths.actions.predict: {GATEWAY}: istio cannot tell models apart by the fields of a form: "
    )


def test_what_stays_closed_is_said_in_the_file() -> None:
    """A request of the style that a gateway cannot check is no route, and the file says so, even if nobody asked."""
    own = {"actions": {"predict": ["POST /v1/m/{model}"]}}
    declared: dict[str, object] = {"models": {"fraud": {"paths": own}, "whisper": {}}}
    (text,) = render("istio", declared=declared, paths={"style": "openai"}).values()
    rules = text.partition("---")[2]
    assert "#   POST /v1/audio/transcriptions\n" in text
    assert ("/v1/m/fraud" in rules, "/v1/audio/transcriptions" in rules, "chat" in rules) == (True, False, False)


def test_prefix_and_server() -> None:
    """A gateway that sends everything on as it came is refused where a model needs another server or path."""
    models = {"fraud": {"server": "http://mlflow:5000", "paths": {"style": "mlflow", "prefix": "/fraud"}}}
    assert [line.partition(": realm")[0] for line in findings("oauth2-proxy", declared={"models": models})] == [
        "models.fraud.server",
        "models.fraud.paths.prefix",
    ]


@pytest.mark.parametrize("preset", ["istio", "envoy-gateway"])
def test_slash_in_a_name(preset: str) -> None:
    """Where a gateway decodes or refuses an encoded slash, a model with one in its name is refused, not left out."""
    (found,) = findings(preset, declared={"models": {"org/model": {}}})
    assert f"{preset} takes the slash in the name of model 'org/model' for one between parts of a path" in found
    assert findings(preset, declared={"models": {"org/model": {"paths": {"actions": {"predict": ["POST /x"]}}}}}) == []
    assert findings(preset, declared={"models": {"qwen3:8b": {}, "gpt-4.1": {}}}) == []


def test_istio_lists_each_spelling() -> None:
    """A gateway that compares texts has one for each way in which clients write a name."""
    (text,) = render("istio", declared={"models": {"qwen3:8b": {}}}).values()
    assert all(f"/v2/models/{name}/infer" in text for name in ("qwen3:8b", "qwen3%3A8b", "qwen3%3a8b"))


@pytest.mark.parametrize("preset", ["envoy", "fastapi"])
def test_name_that_looks_like_the_path_of_another(preset: str) -> None:
    """A server that decodes a path before it looks where to send it would take the one for the other."""
    found = findings(preset, declared={"models": {"m": {}, "m/versions/2": {}}})
    assert any("is a route of m/versions/2:predict and of m:predict: choose another path" in line for line in found)
    assert findings(preset, declared={"models": {"m": {}, "org/m": {}}}) == []
