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

FRAUD = {"models": {"fraud": {"actions": ["predict"]}}}


def opened(**gateway: Any) -> dict[str, list[str]]:  # noqa: ANN401 - as `protect`
    """Return the requests that each set of roles opens."""
    return {
        "|".join(roles): [" ".join(filter(None, (route.method, route.path, route.body_model))) for route in routes]
        for roles, routes in protect(**gateway).by_roles.items()
    }


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
    """The same path is a route of each model, told apart by the body."""
    assert opened(declared={"models": {"a": {}, "b": {}}}, paths={"style": "openai"}) == {
        f"{model}:predict|model-api-access": [
            f"POST /v1/chat/completions {model}",
            f"POST /v1/completions {model}",
            f"POST /v1/embeddings {model}",
        ]
        for model in ("a", "b")
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
