"""Which requests are which action."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.gateways.route import OpenRoute, Route
from tests.support.gateways.protected import protect

pytestmark = pytest.mark.unit

FRAUD: dict[str, object] = {"models": {"fraud": {"actions": ["predict"]}}}


def opened(**gateway: Any) -> dict[str, list[str]]:  # noqa: ANN401 - as `protect`
    """Return the requests that each set of roles opens."""
    return {"|".join(roles): [*map(shown, routes)] for roles, routes in protect(**gateway).by_roles.items()}


def shown(route: Route) -> str:
    """Return a route as one text, with the model that its JSON body names."""
    return " ".join((route.method, route.path, *([route.model] if route.named_in == "json" else [])))


def test_open_inference_is_the_default() -> None:
    """Each action has its paths of the Open Inference Protocol, the model's description needs any of its actions."""
    assert opened(declared={"models": {"fraud": {"actions": ["predict", "explain", "manage"]}}}) == {
        "fraud:explain|fraud:manage|fraud:predict|model-api-access": [
            "GET /v2/models/fraud",
            "GET /v2/models/fraud/ready",
            "GET /v2/models/fraud/versions/{version}",
            "GET /v2/models/fraud/versions/{version}/ready",
        ],
        "fraud:explain|model-api-access": [
            "POST /v2/models/fraud/explain",
            "POST /v2/models/fraud/versions/{version}/explain",
        ],
        "fraud:manage|model-api-access": [
            "POST /v2/repository/models/fraud/load",
            "POST /v2/repository/models/fraud/unload",
        ],
        "fraud:predict|model-api-access": [
            "POST /v2/models/fraud/infer",
            "POST /v2/models/fraud/versions/{version}/infer",
        ],
    }


def test_openai_names_the_model_in_the_body() -> None:
    """The same path is a route of each model, told apart by the body; a file's or a batch's is the access role's."""
    found = protect(declared={"models": {"a": {}, "b": {}}}, paths={"style": "openai"}).routes
    chat = [(route.model, route.named_in) for route in found if route.path == "/v1/chat/completions"]
    speech = [(route.model, route.named_in) for route in found if route.path == "/v1/audio/transcriptions"]
    assert (chat, speech) == ([("a", "json"), ("b", "json")], [("a", "multipart"), ("b", "multipart")])
    roles = {route.path: len(route.allowed) for route in found if route.named_in == "nowhere"}
    assert (roles["/v1/models"], roles["/v1/files"], roles["/v1/batches/{version}/cancel"]) == (2, 0, 0)


def test_a_models_own_server_and_paths() -> None:
    """A model may be behind another server, of another style, with a prefix that this server does not know."""
    own = {"style": "mlflow", "prefix": "/fraud"}
    models = {"fraud": {"server": "http://mlflow:5000", "paths": own}, "churn": {}}
    found = {
        (route.path, route.server, route.prefix, route.named_in)
        for route in protect(declared={"models": models}).routes
    }
    assert {row for row in found if row[1]} == {
        ("/fraud/invocations", "http://mlflow:5000", "/fraud", "bound"),
        ("/fraud/version", "http://mlflow:5000", "/fraud", "bound"),
    }
    assert ("/v2/models/churn/infer", "", "", "path") in found
    assert not any("models/fraud" in row[0] for row in found)


def test_a_path_is_bound_to_one_model() -> None:
    """A route of a model's own without its name is for this model alone, whatever a body says."""
    models = {"fraud": {"paths": {"actions": {"predict": ["POST /score"]}}}}
    (route,) = protect(declared={"models": models}, paths={"style": "custom"}).routes
    assert (route.path, route.model, route.named_in, route.told_by_body) == ("/score", "fraud", "bound", None)


def test_a_list_comes_from_the_server_that_all_models_share() -> None:
    """What is for no single model goes to the server of all, else to the gateway's own."""
    one, two = {"server": "http://a:1"}, {"server": "http://b:1"}
    for models, expected in (({"x": one, "y": one}, "http://a:1"), ({"x": one, "y": two}, "")):
        (listed,) = [
            route for route in protect(declared={"models": models}, paths={"style": "openai"}).routes if route.lists
        ]
        assert (listed.path, listed.server) == ("/v1/models", expected)


def test_grpc_needs_an_address_of_its_own() -> None:
    """No call by gRPC is a route until the server's address for it is declared; a model's own server has none."""
    assert not any(route.grpc for route in protect(declared=FRAUD).routes)
    models = {"fraud": {"actions": ["predict"]}, "churn": {"server": "http://other:1"}}
    found = protect(declared={"models": models}, grpc_upstream="http://127.0.0.1:8081").routes
    assert {(route.path.rpartition("/")[2], route.model, route.field) for route in found if route.grpc} == {
        ("ModelInfer", "fraud", 1),
        ("ModelReady", "fraud", 1),
        ("ModelMetadata", "fraud", 1),
    }


def test_own_routes_take_the_place_of_the_styles() -> None:
    """A declared action has its own routes alone; the others keep the style's."""
    paths = {"actions": {"predict": ["POST /v1/models/{model}:predict"]}}
    assert opened(declared=FRAUD, paths=paths)["fraud:predict|model-api-access"][-1] == "POST /v1/models/fraud:predict"
    assert opened(declared=FRAUD, paths={"style": "custom", **paths}) == {
        "fraud:predict|model-api-access": ["POST /v1/models/fraud:predict"]
    }


def test_nothing_is_open_unless_asked_for() -> None:
    """Health and metrics need a role that nobody has, until they are opened."""
    assert protect().open_routes == ()
    assert protect(open=["health"]).open_routes == (
        OpenRoute("GET", "/v2/health/live"),
        OpenRoute("GET", "/v2/health/ready"),
    )
    assert protect(open=["metrics"], paths={"metrics": ["GET /prometheus"]}).open_routes == (
        OpenRoute("GET", "/prometheus"),
    )
    assert protect(open=["health"], paths={"style": "openai"}).open_routes == (OpenRoute("GET", "/health"),)


@given(st.text(max_size=12))
def test_a_version_is_one_plain_segment(version: str) -> None:
    """Nothing that a server might decode or resolve passes for a version."""
    route = Route("POST", "/v2/models/a.b/versions/{version}/infer", ())
    if re.fullmatch(route.pattern, f"/v2/models/a.b/versions/{version}/infer"):
        assert re.fullmatch(r"[A-Za-z0-9._-]+", version)
        assert not version.startswith(".")


def test_a_dot_is_a_dot() -> None:
    """A path is taken literally."""
    assert re.fullmatch(Route("GET", "/a.b", ()).pattern, "/aXb") is None
