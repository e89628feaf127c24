"""With thousands of routes, Envoy meets few rules for each request: all that could match it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from constructs_lib.declaration.access_policy import ModelAction
from constructs_lib.declaration.props import ModelProps
from constructs_lib.gateways.presets.envoy_many_routes import FEW_ROUTES, routes_by_beginning
from constructs_lib.gateways.route import VERSION, Route
from tests.support.gateways.protected import protect, render

pytestmark = pytest.mark.unit

MANY = {f"model-{number}": ModelProps() for number in range(40)}
# Models whose names begin alike, and parts of paths that a version may stand for.
NAMES = st.sampled_from(["a", "ab", "a1", "1", "a.b", "m", "models"])
PARTS = st.lists(st.sampled_from(["models", "{model}", VERSION, "infer", "a", "1", "v2"]), min_size=1, max_size=5)


@st.composite
def drawn_route(draw: st.DrawFn) -> Route:
    """Draw a route of one model."""
    name = draw(NAMES)
    path = "/" + "/".join(draw(PARTS)).replace("{model}", name)
    return Route(draw(st.sampled_from(["GET", "POST"])), path, (ModelAction(name, "predict"),))


@pytest.mark.slow
@given(routes=st.lists(drawn_route(), min_size=1, max_size=12), version=st.sampled_from(["1", "a", "ab", "models"]))
def test_a_request_meets_every_route_that_matches_it(routes: list[Route], version: str) -> None:
    """Whatever path a route matches, the longest known beginning of that path brings the route."""
    found = routes_by_beginning(routes)
    for path in {route.path.replace(VERSION, version) for route in routes}:
        longest = max((beginning for beginning in found if path.startswith(beginning)), key=len)
        assert {route for route in routes if re.fullmatch(route.pattern, path)} <= set(found[longest])


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


@pytest.mark.slow
def test_what_the_tree_does_not_know_is_refused() -> None:
    """Beside the tree there are rules that allow nothing: no request meets none."""
    text = render("envoy", declared={"models": MANY})["envoy.yaml"]
    content = YAML(typ="safe", pure=True).load(text)["static_resources"]
    manager = content["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"]
    (found,) = [part for part in manager["http_filters"] if part["name"] == "envoy.filters.http.rbac"]
    matcher = found["typed_config"]["xds_matcher"]
    assert rules_of(matcher["on_no_match"]) == {"action": "ALLOW", "policies": {}}
    leaves = matcher["matcher_tree"]["prefix_match_map"]["map"].values()
    assert {rules_of(leaf)["action"] for leaf in leaves} == {"ALLOW"}


def test_large_files_say_equal_parts_once() -> None:
    """A route takes under 400 bytes."""
    routes = protect(declared={"models": MANY}).routes
    assert len(render("envoy", declared={"models": MANY})["envoy.yaml"]) < 400 * len(routes)
