"""A gateway that cannot be written is refused with one line."""

from __future__ import annotations

import time

import pytest

from constructs_lib.declaration.props import ModelProps
from tests.support.gateways.protected import findings

pytestmark = pytest.mark.unit

GATEWAY = "realm 'ml-prod', gateway"
MLFLOW = {
    "external_people": True,
    "groups": {"mlflow": {}, "mlflow-admin": {}},
    "applications": {
        "mlflow": {"type": "confidential", "redirect_uris": ["https://m.example.com/callback"], "groups_claim": True}
    },
}


def mlflow(**change: object) -> dict[str, object]:
    """Return what MLflow needs, with its application changed."""
    return {**MLFLOW, "applications": {"mlflow": {**MLFLOW["applications"]["mlflow"], **change}}}  # type: ignore[index]


def test_no_model_means_nothing_to_open() -> None:
    """A gateway that would refuse everything is a mistake."""
    assert findings("envoy", declared={"models": {}}) == [
        f"gateway: {GATEWAY}: no model is declared, so every request would be refused: add models"
    ]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("clock_skew", "301s", "must not exceed 5m, got '301s': tokens are taken for as long after they expire"),
        ("clock_skew", "24855d", "must not exceed 5m, got '24855d': tokens are taken for as long after they expire"),
        ("key_cache", "25h", "must not exceed 1d, got '25h': a key that the realm has dropped is believed for as long"),
    ],
)
@pytest.mark.parametrize("preset", ["envoy", "fastapi"])
def test_what_has_ended_is_not_taken_for_long(preset: str, name: str, value: str, message: str) -> None:
    """A gateway whose clock may be years behind takes every token for ever."""
    (found,) = findings(preset, declared=None, **{name: value})
    assert found.startswith(f"gateway.{name}: realm 'ml-prod': gateway.{name} {message}")


def test_clocks_may_differ_by_minutes() -> None:
    """Five minutes, and keys of a day, pass."""
    assert findings("envoy", clock_skew="5m", key_cache="1d") == []


def test_action_without_a_path() -> None:
    """An action that no request could be is named, with what to add."""
    assert findings("envoy", declared={"models": {"fraud": ModelProps(actions=("predict", "train"))}}) == [
        (
            f"gateway.paths: {GATEWAY}: no path leads to action 'train' in style 'open-inference': "
            "add gateway.paths.actions.train, such as ['POST /train/{model}']"
        )
    ]


def test_path_of_an_unknown_action() -> None:
    """Routes of an action that no model has are a slip of the pen."""
    assert findings("fastapi", paths={"actions": {"predcit": ["POST /x/{model}"]}}) == [
        f"gateway.paths.actions.predcit: {GATEWAY}: no model has the action 'predcit': there are explain, predict"
    ]


def test_two_actions_of_one_request() -> None:
    """A request that two roles would open each in the other's place is refused."""
    actions = {"predict": ["POST /m/{model}"], "explain": ["POST /m/{model}"]}
    assert findings("envoy", paths={"style": "custom", "actions": actions}) == [
        (
            f"gateway.paths: {GATEWAY}: POST /m/fraud is a route of fraud:explain and of fraud:predict: "
            "choose another path for one of the two"
        )
    ]


def test_version_that_covers_another_route() -> None:
    """A wildcard that covers another action's path is a request of two actions too."""
    actions = {"predict": ["POST /m/{model}/{version}"], "explain": ["POST /m/{model}/why"]}
    assert findings("envoy", paths={"style": "custom", "actions": actions}) == [
        (
            f"gateway.paths: {GATEWAY}: POST /m/fraud/why is a route of fraud:explain and of fraud:predict: "
            "choose another path for one of the two"
        )
    ]


def test_many_models_are_compared_in_seconds() -> None:
    """Three hundred models, whose routes are not compared each with each: two hundred once took half a minute."""
    models = {f"model-{number}": ModelProps(actions=("predict", "explain")) for number in range(300)}
    started = time.process_time()
    assert (
        findings("envoy", declared={"models": models}, paths={"actions": {"explain": ["POST /explain/{model}"]}}) == []
    )
    assert time.process_time() - started < 20


def test_open_path_that_is_a_models() -> None:
    """A model's path cannot be opened by the back door."""
    found = findings("envoy", open=["health"], paths={"health": ["POST /v2/models/churn/versions/3/infer"]})
    assert found == [
        (
            f"gateway.paths: {GATEWAY}: POST /v2/models/churn/versions/3/infer is open to all, "
            "and a route of churn:predict: choose another path for one of the two"
        )
    ]


@pytest.mark.parametrize(
    ("style", "kind", "server"),
    [
        ("triton", "metrics", "Triton Inference Server"),
        ("mlflow", "metrics", "`mlflow models serve`"),
        ("tensorflow-serving", "health", "TensorFlow Serving"),
    ],
)
def test_open_path_that_the_server_has_not(style: str, kind: str, server: str) -> None:
    """What a style has no path for is opened by a path of one's own, or not at all."""
    opened = {"declared": {"models": {"fraud": {"paths": {"prefix": "/fraud"}}}}, "open": [kind]}
    refused = (
        f"gateway.open: {GATEWAY}: {server} answers no request for {kind} where it answers models: name one in "
        f"gateway.paths.{kind}, or leave {kind} out of gateway.open"
    )
    assert findings("envoy", **opened, paths={"style": style}) == [refused]  # type: ignore[arg-type]
    assert findings("envoy", **opened, paths={"style": style, kind: ["GET /up"]}) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("preset", ["istio", "oauth2-proxy"])
def test_body_that_a_gateway_does_not_read(preset: str) -> None:
    """A gateway that cannot read bodies is refused for the OpenAI API, with those that can."""
    actions = {"explain": ["POST /explain/{model}"]}
    assert findings(preset, paths={"style": "openai", "actions": actions}) == [
        (
            f"gateway.paths.style: {GATEWAY}: {preset} cannot tell models apart by the request's body: "
            "put {model} into every path, or use one of: envoy, fastapi, litserve, bentoml"
        )
    ]


@pytest.mark.parametrize("preset", ["envoy", "fastapi", "litellm"])
def test_gateways_that_serve_the_openai_api(preset: str) -> None:
    """Those that read bodies, and the one that serves the API itself, are taken."""
    assert findings(preset, paths={"style": "openai", "actions": {"explain": ["POST /explain/{model}"]}}) == []


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (
            mlflow(groups_claim=False),
            (
                "applications.mlflow: {0} reads the claim 'groups', which the realm does not issue to 'mlflow': "
                "set applications.mlflow.groups_claim to true"
            ),
        ),
        (
            mlflow(type="public"),
            "applications.mlflow: {0} needs a client with a secret: set applications.mlflow.type to confidential",
        ),
        (
            mlflow(redirect_uris=["https://m.example.com/cb"]),
            (
                "applications.mlflow: {0} receives its codes at /callback: "
                "add such a URI to applications.mlflow.redirect_uris"
            ),
        ),
        (
            {**MLFLOW, "applications": {}},
            (
                "applications: {0} logs people in with the application 'mlflow', which is not declared: "
                "add it, with a redirect URI that ends in /callback, or name another by gateway.mlflow_application"
            ),
        ),
        (
            {**MLFLOW, "groups": {"mlflow": {}}},
            "groups: {0} knows people by the group 'mlflow-admin', which is not declared: add groups.mlflow-admin",
        ),
    ],
)
def test_what_mlflow_misses_in_the_realm(declared: dict[str, object], expected: str) -> None:
    """A claim, a client or a group that it relies on is asked for by name, with the fix."""
    assert findings("mlflow-oidc-auth", declared=declared) == [expected.format(f"{GATEWAY}: mlflow-oidc-auth")]


def test_no_team_declares_what_lets_everybody_in() -> None:
    """The application and the groups that a system decides by stand in the environment's own file."""
    team = {"applications": MLFLOW["applications"], "groups": MLFLOW["groups"]}
    own = "declare it in the environment's own file, not in that of team 'ops'"
    subject = f"{GATEWAY}: mlflow-oidc-auth"
    assert findings("mlflow-oidc-auth", declared={"external_people": True, "teams": {"ops": team}}) == [
        f"teams.ops.applications.mlflow: {subject} logs everybody in with the application 'mlflow': {own}",
        f"teams.ops.groups.mlflow: {subject} knows people by the group 'mlflow': {own}",
        f"teams.ops.groups.mlflow-admin: {subject} knows people by the group 'mlflow-admin': {own}",
    ]


def test_no_team_makes_an_administrator() -> None:
    """A team's people join the group that lets them in, not that of MLflow's administrators, whatever it grants."""
    eve = {"email": "eve@example.com", "first_name": "Eve", "last_name": "Moss", "groups": ["mlflow", "mlflow-admin"]}
    assert findings("mlflow-oidc-auth", declared={**MLFLOW, "teams": {"ops": {"people": {"eve": eve}}}}) == [
        (
            f"teams.ops.people.eve.groups.1: {GATEWAY}: mlflow-oidc-auth knows people by the group 'mlflow-admin' as "
            "its administrators: declare person 'eve' in the environment's own file, not in that of team 'ops'"
        )
    ]


def test_what_kubeflow_misses_in_the_realm() -> None:
    """Its client's name is fixed."""
    assert findings("kubeflow") == [
        (
            f"applications: {GATEWAY}: kubeflow logs people in with the application 'kubeflow-oidc-authservice', "
            "which is not declared: add it, with a redirect URI that ends in /dex/callback"
        )
    ]


def test_litellm_needs_a_model_to_predict_with() -> None:
    """All that it serves is one action."""
    assert findings("litellm", declared={"models": {"fraud": ModelProps(actions=("explain",))}}) == [
        f"models: {GATEWAY}: litellm serves the action 'predict', which no model has: add it to a model's actions"
    ]


def test_realm_that_has_it_all() -> None:
    """Nothing stands in the way of MLflow."""
    assert findings("mlflow-oidc-auth", declared=MLFLOW) == []
