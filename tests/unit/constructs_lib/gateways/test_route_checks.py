"""Routes that nobody could use, or two could, are refused with one line."""

from __future__ import annotations

import pytest

from tests.support.gateways.protected import findings

pytestmark = pytest.mark.unit

GATEWAY = "realm 'ml-prod', gateway"
CUSTOM = {"style": "custom"}


def test_route_that_no_request_can_match() -> None:
    """A path without the model, where nothing says that the body names it, would refuse every request."""
    paths = {**CUSTOM, "actions": {"predict": ["POST /invocations"]}}
    assert findings("envoy", declared={"models": {"fraud": {}}}, paths=paths) == [
        (
            f"gateway.paths.actions.predict: {GATEWAY}: no request can match POST /invocations, since nothing in it "
            "names the model: put {model} into the path, bind it to one model by models.fraud.paths.actions.predict, "
            "or say by gateway.paths.model_in where the body names it"
        )
    ]
    assert findings("envoy", declared={"models": {"fraud": {}}}, paths={**paths, "model_in": "json"}) == []
    bound = {"fraud": {"paths": {"actions": {"predict": ["POST /invocations"]}}}}
    assert findings("envoy", declared={"models": bound}, paths=CUSTOM) == []


def test_body_of_a_request_without_one() -> None:
    """No server reads a model's name in the body of a GET."""
    paths = {**CUSTOM, "model_in": "json", "actions": {"predict": ["GET /score"]}}
    assert findings("fastapi", declared={"models": {"fraud": {}}}, paths=paths) == [
        (
            f"gateway.paths.actions.predict: {GATEWAY}: no request can match GET /score, since nothing in it names the "
            "model: put {model} into the path, bind it to one model by models.fraud.paths.actions.predict"
        )
    ]


def test_two_models_at_one_path() -> None:
    """Two servers of one model each need paths that differ."""
    models = {"churn": {"server": "http://a:5000"}, "fraud": {"server": "http://b:5000"}}
    found = findings("fastapi", declared={"models": models}, paths={"style": "mlflow"})
    assert found[-1] == (
        f"gateway.paths: {GATEWAY}: POST /invocations is a route of churn:predict and of fraud:predict: "
        "give one a path of its own, such as models.churn.paths.prefix: /churn"
    )


def test_paths_that_cross() -> None:
    """Where one has a version the other has a name, and the other way round: a token for either would open `/b/a`."""
    paths = {"a": "POST /{version}/a", "b": "POST /b/{version}", "c": "POST /c/x/{version}"}
    models = {name: {"paths": {"actions": {"predict": [path]}}} for name, path in paths.items()}
    assert findings("envoy", declared={"models": models}, paths=CUSTOM) == [
        (
            f"gateway.paths: {GATEWAY}: POST /b/{{version}} is a route of b:predict and of a:predict: "
            "give one a path of its own, such as models.b.paths.prefix: /b"
        )
    ]


def test_bound_path_that_bodies_share() -> None:
    """A path of one model whatever the body says would open calls that name another one."""
    models = {"a": {"paths": {"actions": {"predict": ["POST /v1/chat/completions"]}}}, "b": {}, "c": {}}
    assert findings("fastapi", declared={"models": models}, paths={"style": "openai"})[:1] == [
        (
            f"gateway.paths: {GATEWAY}: POST /v1/chat/completions is a route of a:predict and of b:predict: "
            "give one a path of its own, such as models.a.paths.prefix: /a"
        )
    ]


def test_model_without_such_an_action() -> None:
    """Routes of an action that the model does not have are a slip of the pen."""
    models = {"fraud": {"paths": {"actions": {"predcit": ["POST /x"]}}}}
    assert findings("fastapi", declared={"models": models}) == [
        f"models.fraud.paths.actions.predcit: {GATEWAY}: model 'fraud' has no action 'predcit': there are predict"
    ]


def test_action_without_a_path_in_the_models_style() -> None:
    """A model's own style is named, and the key that adds a route for it."""
    models = {"fraud": {"actions": ["predict", "explain"], "paths": {"style": "mlflow"}}}
    assert findings("fastapi", declared={"models": models}) == [
        (
            f"models.fraud.paths: {GATEWAY}: no path leads to action 'explain' in style 'mlflow': "
            "add models.fraud.paths.actions.explain, such as ['POST /explain/{model}']"
        )
    ]
