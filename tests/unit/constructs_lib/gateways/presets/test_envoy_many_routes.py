"""With thousands of routes, Envoy meets few rules for each request: all that could match it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from constructs_lib.declaration.access_policy import ModelAction
from constructs_lib.declaration.props import ModelProps
from constructs_lib.gateways.presets.envoy_many_routes import FEW_ROUTES, routes_by_beginning, routes_by_model
from constructs_lib.gateways.presets.envoy_rules import role_rules
from constructs_lib.gateways.route import VERSION, Route
from tests.support.gateways.protected import protect, render

pytestmark = pytest.mark.unit

MANY = {f"model-{number}": ModelProps() for number in range(40)}
# Models whose names begin alike, and parts of paths that a version may stand for.
MODELS = ("a", "ab", "a1", "1", "a.b", "m", "models")
NAMES = st.sampled_from(MODELS)
PARTS = st.lists(st.sampled_from(["models", "{model}", VERSION, "infer", "a", "1", "v2"]), min_size=1, max_size=5)


@st.composite
def drawn_route(draw: st.DrawFn) -> Route:
    """Draw a route of one model."""
    name = draw(NAMES)
    path = "/" + "/".join(draw(PARTS)).replace("{model}", name)
    return Route(draw(st.sampled_from(["GET", "POST"])), path, (ModelAction(name, "predict"),))


@st.composite
def drawn_request(draw: st.DrawFn) -> Route:
    """Draw a route of one model, which the path names, or the body."""
    route = draw(drawn_route())
    return replace(route, model=route.allowed[0].model, named_in=draw(st.sampled_from(["path", "json", "multipart"])))


@pytest.mark.slow
@given(routes=st.lists(drawn_route(), min_size=1, max_size=12), version=st.sampled_from(["1", "a", "ab", "models"]))
def test_a_request_meets_every_route_that_matches_it(routes: list[Route], version: str) -> None:
    """Whatever path a route matches, the longest known beginning of that path brings the route."""
    found = routes_by_beginning(routes)
    for path in {route.path.replace(VERSION, version) for route in routes}:
        longest = max((beginning for beginning in found if path.startswith(beginning)), key=len)
        assert {route for route in routes if re.fullmatch(route.pattern, path)} <= set(found[longest])


@pytest.mark.slow
@given(routes=st.lists(drawn_request(), min_size=1, max_size=12), version=st.sampled_from(["1", "a", "ab", "models"]))
def test_a_request_meets_every_route_that_matches_it_by_its_body(routes: list[Route], version: str) -> None:
    """Where no beginning is known, the model in the body brings the routes; else all are there that may match."""
    by_beginning, by_model = routes_by_beginning(routes), routes_by_model(routes)
    for path, model in {(route.path.replace(VERSION, version), route.model) for route in routes}:
        known = [beginning for beginning in by_beginning if path.startswith(beginning)]
        met = by_beginning[max(known, key=len)] if known else by_model[model]
        matching = {route for route in routes if re.fullmatch(route.pattern, path)}
        assert {route for route in matching if route.told_by_body is None or route.model == model} <= set(met)


def test_models_in_bodies_have_rules_of_their_own() -> None:
    """Of many models, a request meets the routes of the one that its body names, for all paths in one place."""
    routes = protect(declared={"models": MANY}, paths={"style": "openai"}).routes
    found = routes_by_model(routes)
    assert set(found) == set(MANY)
    assert {len({route.path for route in of_model}) for of_model in found.values()} == {13}
    assert not any(route.told_by_body for here in routes_by_beginning(routes).values() for route in here)


def test_each_model_has_its_own_rules() -> None:
    """Of many models, a request meets the routes of the one that its path names."""
    routes = protect(declared={"models": MANY}).routes
    assert len(routes) > FEW_ROUTES
    found = routes_by_beginning(routes)
    assert set(found) == {f"/v2/models/{name}" for name in MANY}
    assert {len(of_model) for of_model in found.values()} == {len(routes) // len(MANY)}


def rules_of(leaf: dict[str, Any]) -> dict[str, Any]:
    """Return the rules of `rbac` in an entry of the tree."""
    found: dict[str, Any] = leaf["action"]["typed_config"]["typed_config"]["typed_config"]["rules"]
    return found


@cache
def filters(*, many: bool) -> list[dict[str, Any]]:
    """Return the HTTP filters of Envoy's file that authorize, in order, of many models or of few; health is open."""
    text = render("envoy", declared={"models": MANY} if many else {}, open=["health"])["envoy.yaml"]
    content = YAML(typ="safe", pure=True).load(text)["static_resources"]
    manager = content["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"]
    return [part for part in manager["http_filters"] if part["name"].startswith("envoy.filters.http.rbac")]


@pytest.mark.slow
def test_the_token_is_checked_before_the_tree() -> None:
    """What few routes ask of a token beside its roles, a filter before the tree asks; it lets open routes through."""
    (few,) = filters(many=False)
    token, tree = filters(many=True)
    policies = few["typed_config"]["rules"]["policies"]
    checks = policies["fraud:predict or model-api-access"]["principals"][0]["and_ids"]
    assert token["typed_config"]["rules"] == {
        "action": "ALLOW",
        "policies": {
            "token": {
                "permissions": [{"any": True}],
                "principals": [{"and_ids": {"ids": [check for check in checks["ids"] if not of_roles(check)]}}],
            },
            "open": policies["open"],
        },
    }
    leaf = tree["typed_config"]["xds_matcher"]["matcher_tree"]["prefix_match_map"]["map"]["/v2/models/model-7"]
    (by_role,) = [policy for name, policy in rules_of(leaf)["policies"].items() if name != "open"]
    assert [of_roles(check) for check in by_role["principals"]] == [True]


def of_roles(check: dict[str, Any]) -> bool:
    """Tell whether a check is about a token's roles."""
    return {"key": "roles"} in check.get("sourced_metadata", {}).get("metadata_matcher", {}).get("path", [])


@pytest.mark.slow
@given(
    routes=st.lists(drawn_route(), min_size=1, max_size=8, unique=True),
    path=drawn_route().map(lambda route: route.path.replace(VERSION, "7")),
)
def test_one_expression_matches_what_its_routes_do(routes: list[Route], path: str) -> None:
    """Whatever path: one permission for several routes takes it where one of the routes does."""
    api = protect(declared={"models": dict.fromkeys(MODELS, ModelProps())})
    policies: Any = role_rules(replace(api, routes=tuple(routes)))["policies"]
    for method in ("GET", "POST"):
        taken = any(
            matches(permission["and_rules"]["rules"], method, path)
            for policy in policies.values()
            for permission in policy["permissions"]
        )
        assert taken == any(route.method == method and re.fullmatch(route.pattern, path) for route in routes)


def matches(rules: list[dict[str, Any]], method: str, path: str) -> bool:
    """Tell whether a permission of method and path takes a request."""
    by_method, by_path = rules
    said = by_path["url_path"]["path"]
    same = path == said["exact"] if "exact" in said else re.fullmatch(said["safe_regex"]["regex"], path) is not None
    return by_method["header"]["string_match"]["exact"] == method and same


@pytest.mark.slow
def test_what_the_tree_does_not_know_is_refused() -> None:
    """Beside the tree there are rules that allow what is open and nothing else: no request meets none."""
    (few,) = filters(many=False)
    _, found = filters(many=True)
    matcher = found["typed_config"]["xds_matcher"]
    opened = {"open": few["typed_config"]["rules"]["policies"]["open"]}
    assert rules_of(matcher["on_no_match"]) == {"action": "ALLOW", "policies": opened}
    leaves = matcher["matcher_tree"]["prefix_match_map"]["map"].values()
    assert {rules_of(leaf)["action"] for leaf in leaves} == {"ALLOW"}


def test_large_files_say_equal_parts_once() -> None:
    """A route takes under 300 bytes, and under 180 where many of a model's routes differ by their path alone.

    What the script that reads bodies knows of fields is there once, however many routes there are.
    """
    routes = protect(declared={"models": MANY}).routes
    assert len(render("envoy", declared={"models": MANY})["envoy.yaml"]) < 300 * len(routes)
    told = protect(declared={"models": MANY}, paths={"style": "openai"}).routes
    text = render("envoy", declared={"models": MANY}, paths={"style": "openai"})["envoy.yaml"]
    assert len(text) < 180 * len(told) + 10_000
