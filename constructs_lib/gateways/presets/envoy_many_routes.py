"""How Envoy finds the few rules that a request can meet among those of a thousand models.

`rbac` tries its policies one after the other, which for thousands of routes takes longer than all else. Then one `rbac`
checks the token, and the filter `composite` leads the request on to another, with the rules of one model alone, by a
tree of the beginnings of paths. These rules check the request as they always do: the tree only leaves out those that
could not match it, and what it does not know meets an `rbac` without routes. Of the token they check the roles: the
rest is said once and not for each model, since it is most of what Envoy would have to read before it serves.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.gateways.model_in_path import name_in_path
from constructs_lib.gateways.presets.envoy_rules import role_rules, rules, token_rules
from constructs_lib.gateways.route import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import Route

__all__ = ["FEW_ROUTES", "authorization_filters", "has_many_routes", "routes_by_beginning"]

FEW_ROUTES = 100
"""So many routes cost Envoy a few microseconds a request, and are easier to read in one list."""

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
    return [{**_rbac(token_rules(api)), "name": f"{_NAME}.token"}, _tree(api)]


def routes_by_beginning(routes: Iterable[Route]) -> dict[str, tuple[Route, ...]]:
    """Return routes by beginnings of paths, sorted.

    Whatever path a route matches, it is among those of the longest beginning that the path starts with.

    Args:
        routes: Requests that need a role.
    """
    # What has several spellings varies, too.
    fixed = {route: route.path.partition(VERSION)[0].partition("%")[0] for route in routes}
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
    return {beginning: tuple(sorted(here)) for beginning, here in sorted(found.items())}


def _tree(api: ProtectedApi) -> _Struct:
    beginnings = {
        beginning: _delegate(role_rules(replace(api, routes=routes)))
        for beginning, routes in routes_by_beginning(api.routes).items()
    }
    tree: _Struct = {
        "input": {
            "name": "path",
            "typed_config": {"@type": f"{_TYPES}.type.matcher.v3.HttpRequestHeaderMatchInput", "header_name": ":path"},
        },
        "prefix_match_map": {"map": beginnings},
    }
    return {
        "name": _NAME,
        "typed_config": {
            "@type": f"{_TYPES}.extensions.common.matching.v3.ExtensionWithMatcher",
            "extension_config": {
                "name": "envoy.filters.http.composite",
                "typed_config": {"@type": f"{_TYPES}.extensions.filters.http.composite.v3.Composite"},
            },
            # What matches nowhere must meet rules too: without an action the filter would let it through.
            "xds_matcher": {"matcher_tree": tree, "on_no_match": _delegate(role_rules(replace(api, routes=())))},
        },
    }


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
