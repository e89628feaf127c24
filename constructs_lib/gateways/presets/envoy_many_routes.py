"""How Envoy finds the few rules that a request can meet among those of a thousand models.

`rbac` tries its policies one after the other, which for thousands of routes takes longer than all else. Then one `rbac`
checks the token, and the filter `composite` leads the request on to another, with the rules of one model alone: by a
tree of the beginnings of paths, and where none is known, by the model that the body names. These rules check the
request as they always do: the tree only leaves out those that could not match it, and what it does not know meets an
`rbac` without routes. Of the token they check the roles: the rest is said once and not for each model, since it is most
of what Envoy would have to read before it serves.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.gateways.model_in_path import name_in_path
from constructs_lib.gateways.presets.envoy_bodies import NOTED_MODEL
from constructs_lib.gateways.presets.envoy_rules import role_rules, rules, token_rules
from constructs_lib.gateways.route import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import Route

__all__ = [
    "FEW_ROUTES",
    "MODEL_HEADER",
    "authorization_filters",
    "has_many_routes",
    "routes_by_beginning",
    "routes_by_model",
]

FEW_ROUTES = 100
"""So many routes cost Envoy a few microseconds a request, and are easier to read in one list."""

MODEL_HEADER = "X-Model-Of-Body"
"""Holds the model that a body names on the way to its rules: trees of Envoy read no metadata. No server gets it."""

_NAME = "envoy.filters.http.rbac"
_TYPES = "type.googleapis.com/envoy"

_Struct = dict[str, object]


def has_many_routes(api: ProtectedApi) -> bool:
    """Return whether one list of rules would take too long."""
    return len(api.routes) > FEW_ROUTES


def authorization_filters(api: ProtectedApi) -> list[_Struct]:
    """Return the filters that let a request through where a rule allows it.

    Args:
        api: What to check.
    """
    if not has_many_routes(api):
        return [_rbac(rules(api))]
    token: _Struct = {**_rbac(token_rules(api)), "name": f"{_NAME}.token"}
    return [token, *([_model_header()] if any(route.told_by_body for route in api.routes) else []), _tree(api)]


def routes_by_beginning(routes: Iterable[Route]) -> dict[str, tuple[Route, ...]]:
    """Return routes by beginnings of paths, sorted.

    Whatever path a route matches, it is among those of the longest beginning that the path starts with; where the body
    decides, that may be no beginning at all.

    Args:
        routes: Requests that need a role.
    """
    every = list(routes)
    fixed = {route: _fixed(route) for route in every if not route.told_by_body}
    found: dict[str, set[Route]] = {_beginning(route, text): set() for route, text in fixed.items()}
    lengths = sorted({len(beginning) for beginning in found}, reverse=True)
    varying: defaultdict[str, set[Route]] = defaultdict(set)
    for route, text in fixed.items():
        found[next(text[:length] for length in lengths if text[:length] in found)].add(route)
        if route.varies:
            varying[text].add(route)
    for beginning, here in found.items():
        # The part that varies may begin as this does.
        here.update(*(varying.get(beginning[:end], ()) for end in range(len(beginning))))
    for told in _by_path(route for route in every if route.told_by_body):
        text = _fixed(told[0])
        for beginning, here in found.items():
            if text.startswith(beginning) or (told[0].varies and beginning.startswith(text)):
                here.update(told)
    return {beginning: tuple(sorted(here)) for beginning, here in sorted(found.items())}


def routes_by_model(routes: Iterable[Route]) -> dict[str, tuple[Route, ...]]:
    """Return the routes for which the body decides by the model that it names, sorted.

    Args:
        routes: Requests that need a role.
    """
    found: defaultdict[str, set[Route]] = defaultdict(set)
    for route in routes:
        if route.told_by_body:
            found[route.model].add(route)
    return {model: tuple(sorted(here)) for model, here in sorted(found.items())}


def _tree(api: ProtectedApi) -> _Struct:
    # What matches nowhere must meet rules too: without an action the filter would let it through.
    otherwise = _delegate(role_rules(replace(api, routes=())))
    by_model, by_beginning = routes_by_model(api.routes), routes_by_beginning(api.routes)
    for header, kind, found in (
        (MODEL_HEADER.lower(), "exact_match_map", by_model),
        (":path", "prefix_match_map", by_beginning),
    ):
        if found:
            leaves = {text: _delegate(role_rules(replace(api, routes=routes))) for text, routes in found.items()}
            otherwise = {"matcher": _matcher(header, kind, leaves, otherwise)}
    return {
        "name": _NAME,
        "typed_config": {
            "@type": f"{_TYPES}.extensions.common.matching.v3.ExtensionWithMatcher",
            "extension_config": {
                "name": "envoy.filters.http.composite",
                "typed_config": {"@type": f"{_TYPES}.extensions.filters.http.composite.v3.Composite"},
            },
            "xds_matcher": otherwise["matcher"],
        },
    }


def _matcher(header: str, kind: str, leaves: Mapping[str, object], otherwise: _Struct) -> _Struct:
    read = f"{_TYPES}.type.matcher.v3.HttpRequestHeaderMatchInput"
    tree = {
        "input": {"name": header.strip(":"), "typed_config": {"@type": read, "header_name": header}},
        kind: {"map": leaves},
    }
    return {"matcher_tree": tree, "on_no_match": otherwise}


def _model_header() -> _Struct:
    """Note the model that the body names in a header, whatever the caller sent there."""
    noted = {"header": {"key": MODEL_HEADER, "value": NOTED_MODEL}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"}
    return {
        "name": "envoy.filters.http.header_mutation",
        "typed_config": {
            "@type": f"{_TYPES}.extensions.filters.http.header_mutation.v3.HeaderMutation",
            "mutations": {"request_mutations": [{"remove": MODEL_HEADER}, {"append": noted}]},
        },
    }


def _by_path(routes: Iterable[Route]) -> list[list[Route]]:
    found: defaultdict[str, list[Route]] = defaultdict(list)
    for route in routes:
        found[route.path].append(route)
    return list(found.values())


def _fixed(route: Route) -> str:
    """Return the beginning of a path that does not vary: what has several spellings does, too."""
    return route.path.partition(VERSION)[0].partition("%")[0]


def _beginning(route: Route, fixed: str) -> str:
    """Return the path up to its model, which most routes of a model share, or else all that does not vary."""
    names = [name_in_path(pair.model) for pair in route.allowed]
    ends = [fixed.find(name) + len(name) for name in names if name in fixed]
    return fixed[: ends[0]] if ends else fixed


def _delegate(allowed: _Struct) -> _Struct:
    action = {
        "@type": f"{_TYPES}.extensions.filters.http.composite.v3.ExecuteFilterAction",
        "typed_config": _rbac(allowed),
    }
    return {"action": {"name": "rules", "typed_config": action}}


def _rbac(allowed: _Struct) -> _Struct:
    return {
        "name": _NAME,
        "typed_config": {"@type": f"{_TYPES}.extensions.filters.http.rbac.v3.RBAC", "rules": allowed},
    }
