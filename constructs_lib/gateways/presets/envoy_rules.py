"""What Envoy's `rbac` lets through: what a route names, to its roles, by a good token."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.gateways.presets.envoy_bodies import body_permissions
from constructs_lib.gateways.presets.envoy_matchers import all_of, method_is
from constructs_lib.gateways.presets.envoy_mcp import mcp_policies
from constructs_lib.gateways.presets.envoy_principals import holder, holds, principal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import Route

__all__ = ["role_rules", "rules", "token_rules"]

_Struct = dict[str, object]


def rules(api: ProtectedApi) -> _Struct:
    """Allow what a route names to whoever holds a good token with one of its roles; nothing allows anything else.

    Args:
        api: What to check.
    """
    return _allow(api, lambda roles: principal(api, roles), lambda routes: [_permission([route]) for route in routes])


def token_rules(api: ProtectedApi) -> _Struct:
    """Allow everything to whoever holds a good token, and to others what is open: the first half of `rules`.

    Args:
        api: What to check.
    """
    policies: _Struct = {"token": {"permissions": [{"any": True}], "principals": [holder(api)]}}
    return {"action": "ALLOW", "policies": policies | _open(api)}


def role_rules(api: ProtectedApi) -> _Struct:
    """Allow what a route names to its roles: the second half of `rules`, worth nothing without `token_rules`.

    Paths of one method and one choice of roles are one expression, which Envoy reads and compares more quickly.

    Args:
        api: What to check.
    """
    return _allow(api, holds, _together)


def _allow(
    api: ProtectedApi,
    whoever: Callable[[tuple[str, ...]], _Struct],
    requests: Callable[[Iterable[Route]], list[_Struct]],
) -> _Struct:
    policies: _Struct = {
        " or ".join(roles): {"permissions": requests(routes), "principals": [whoever(roles)]}
        for roles, routes in api.by_roles.items()
    }
    return {"action": "ALLOW", "policies": policies | mcp_policies(api) | _open(api)}


def _open(api: ProtectedApi) -> _Struct:
    if not api.open_routes:
        return {}
    permissions = [
        all_of({"header": method_is(route.method)}, {"url_path": {"path": {"exact": route.path}}})
        for route in api.open_routes
    ]
    return {"open": {"permissions": permissions, "principals": [{"any": True}]}}


def _together(routes: Iterable[Route]) -> list[_Struct]:
    """Return a permission for all routes that differ by their paths alone."""
    alike: dict[tuple[str, str], list[Route]] = {}
    for route in routes:
        alike.setdefault((route.method, json.dumps(body_permissions(route))), []).append(route)
    return [_permission(group) for group in alike.values()]


def _permission(routes: list[Route]) -> _Struct:
    first, *others = routes
    path: _Struct = {"exact": first.path}
    if others or first.varies:
        path = {"safe_regex": {"regex": "|".join(route.pattern for route in routes)}}
    return all_of({"header": method_is(first.method)}, {"url_path": {"path": path}}, *body_permissions(first))
