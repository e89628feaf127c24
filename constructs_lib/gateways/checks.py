"""What is wrong with a declared gateway: routes that nobody checks, and what a preset misses in the realm."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props import SOLE_API
from constructs_lib.gateways.binding_checks import binding_findings
from constructs_lib.gateways.callers import calls
from constructs_lib.gateways.catalog import PRESETS
from constructs_lib.gateways.paths import open_routes, routes, routes_of_action
from constructs_lib.gateways.route import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constructs_lib.declaration.access_policy import ModelAction
    from constructs_lib.declaration.props import Declaration, GatewayProps
    from constructs_lib.gateways.route import Route

__all__ = ["gateway_findings"]

_PATHS = ("gateway", "paths")


def gateway_findings(
    declaration: Declaration, gateway: GatewayProps, presets: Iterable[str], *, api: str = SOLE_API
) -> Iterator[Finding]:
    """Yield what stands in the way of writing these presets' files.

    Args:
        declaration: A declaration that passed `check_declaration`.
        gateway: What is declared of the gateway.
        presets: Names of presets.
        api: Name of the API behind it.
    """
    for finding in _findings(declaration, gateway, presets, api):
        yield _of_api(finding, api) if declaration.apis else finding


def _of_api(finding: Finding, api: str) -> Finding:
    """Name the keys of a gateway as they are called below one of several APIs."""
    path = ("apis", api, *finding.path) if finding.path[:1] == ("gateway",) else finding.path
    message = finding.message.replace(", gateway", f", API '{api}', gateway", 1)
    return replace(finding, path=path, message=message.replace(" gateway.", f" apis.{api}.gateway."))


def _findings(declaration: Declaration, gateway: GatewayProps, presets: Iterable[str], api: str) -> Iterator[Finding]:
    asked = tuple(dict.fromkeys(presets))
    chosen = [PRESETS[name] for name in asked]
    listed = [PRESETS[name] for name in dict.fromkeys((*gateway.presets, *asked))]
    if not listed:
        return
    policy = AccessPolicy(declaration)
    pairs = policy.served.behind(api)
    subject = f"realm '{declaration.realm.name}', gateway"
    if any(preset.checks_paths for preset in chosen):
        yield from _routes(pairs, gateway, subject)
    yield from binding_findings(declaration, gateway, listed, lambda consumer: calls(policy, consumer, api))
    bodies = any(route.body_model for route in routes(pairs, gateway.paths))
    for preset in chosen:
        if bodies and preset.checks_paths and not preset.reads_bodies:
            able = ", ".join(other.name for other in PRESETS.values() if other.reads_bodies)
            yield Finding(
                (*_PATHS, "style"),
                f"{subject}: {preset.name} cannot tell models apart by the request's body: "
                f"put {{model}} into every path, or use one of: {able}",
            )
        yield from preset.findings(declaration, gateway)


def _routes(pairs: Sequence[ModelAction], gateway: GatewayProps, subject: str) -> Iterator[Finding]:
    actions = sorted({pair.action for pair in pairs})
    if not pairs:
        yield Finding(("gateway",), f"{subject}: no model is declared, so every request would be refused: add models")
    for action in actions:
        if not routes_of_action(gateway.paths, action):
            yield Finding(
                _PATHS,
                f"{subject}: no path leads to action '{action}' in style '{gateway.paths.style}': "
                f"add gateway.paths.actions.{action}, such as ['POST /{action}/{{model}}']",
            )
    for action in gateway.paths.actions:
        if pairs and action not in actions:
            yield Finding(
                (*_PATHS, "actions", action),
                f"{subject}: no model has the action '{action}': there are {', '.join(actions)}",
            )
    yield from _overlaps(pairs, gateway, subject)


def _overlaps(pairs: Sequence[ModelAction], gateway: GatewayProps, subject: str) -> Iterator[Finding]:
    every = routes(pairs, gateway.paths)
    for opened in open_routes(gateway):
        for route in every:
            if opened.method == route.method and re.fullmatch(route.pattern, opened.path):
                yield Finding(
                    _PATHS,
                    f"{subject}: {opened.method} {opened.path} is open to all, and a route of {_who(route)}: "
                    "choose another path for one of the two",
                )
    for route, other in _neighbours(every):
        if _same_request(route, other):
            yield Finding(
                _PATHS,
                f"{subject}: {route.method} {route.path} is a route of {_who(route)} and of {_who(other)}: "
                "choose another path for one of the two",
            )


def _neighbours(every: Sequence[Route]) -> Iterator[tuple[Route, Route]]:
    """Yield the pairs that differ in no part of their paths but versions: each of all pairs would take a minute.

    A version is one part of a path, so that routes of two models are told apart without an expression.
    """
    parts = [route.path.split("/") for route in every]
    versions = [tuple(place for place, part in enumerate(path) if VERSION in part) for path in parts]
    pairs: set[tuple[int, int]] = set()
    for blank in set(versions):
        alike: defaultdict[tuple[str | None, ...], list[int]] = defaultdict(list)
        for index, (route, path) in enumerate(zip(every, parts, strict=True)):
            rest = (None if place in blank else part for place, part in enumerate(path))
            alike[(route.method, route.body_model, *rest)].append(index)
        for group in alike.values():
            pairs.update(pair for pair in combinations(group, 2) if blank in (versions[pair[0]], versions[pair[1]]))
    return ((every[one], every[two]) for one, two in sorted(pairs))


def _same_request(route: Route, other: Route) -> bool:
    return any(
        re.fullmatch(one.pattern, two.path.replace(VERSION, "1")) for one, two in ((route, other), (other, route))
    )


def _who(route: Route) -> str:
    return " or ".join(pair.role for pair in route.allowed)
