"""What is wrong with a gateway's routes: requests of two roles, actions without one, routes that nothing matches."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations, combinations_with_replacement
from typing import TYPE_CHECKING

from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.gateways.model_in_path import decoded
from constructs_lib.gateways.paths import open_routes
from constructs_lib.gateways.route import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constructs_lib.gateways.front import Front
    from constructs_lib.gateways.route import ModelPlace, Route

__all__ = ["route_findings"]

_PATHS = ("gateway", "paths")
_WITHOUT_BODY = ("GET", "HEAD")
_BODIES: frozenset[ModelPlace] = frozenset({"json", "multipart"})


def route_findings(front: Front) -> Iterator[Finding]:
    """Yield what is wrong whatever gateway checks the routes.

    Args:
        front: The gateway and the models behind it.
    """
    if not front.pairs:
        yield Finding(
            ("gateway",), f"{front.subject}: no model is declared, so every request would be refused: add models"
        )
    yield from _missing(front)
    yield from _unknown_actions(front)
    yield from _unmatched(front)
    yield from _overlaps(front)


def _missing(front: Front) -> Iterator[Finding]:
    told = set[tuple[str, str]]()
    for pair in front.pairs:
        found, own = front.rows(pair), front.models[pair.model].paths.style
        key = (pair.action, pair.model if own else "")
        if found.rows or found.nameless or key in told:
            continue
        told.add(key)
        style = own or front.gateway.paths.style
        place = f"models.{pair.model}.paths.actions" if own else "gateway.paths.actions"
        yield Finding(
            ("models", pair.model, "paths") if own else _PATHS,
            f"{front.subject}: no path leads to action '{pair.action}' in style '{style}': "
            f"add {place}.{pair.action}, such as ['POST /{pair.action}/{{model}}']",
        )


def _unknown_actions(front: Front) -> Iterator[Finding]:
    actions = sorted({pair.action for pair in front.pairs})
    for action in front.gateway.paths.actions:
        if front.pairs and action not in actions:
            yield Finding(
                (*_PATHS, "actions", action),
                f"{front.subject}: no model has the action '{action}': there are {', '.join(actions)}",
            )
    for name in front.names:
        for action in front.models[name].paths.actions:
            if action not in front.models[name].actions:
                yield Finding(
                    ("models", name, "paths", "actions", action),
                    f"{front.subject}: model '{name}' has no action '{action}': "
                    f"there are {', '.join(sorted(front.models[name].actions))}",
                )


def _unmatched(front: Front) -> Iterator[Finding]:
    """Yield declared routes that no request can match, since none can name the model."""
    told = set[tuple[str, str]]()
    for pair in front.pairs:
        found = front.rows(pair)
        bodiless = [row for row in found.rows if row.named_in in _BODIES and row.method in _WITHOUT_BODY]
        for text in (*found.nameless, *(f"{row.method} {row.path}" for row in bodiless if found.declared)):
            if (pair.action, text) not in told:
                told.add((pair.action, text))
                yield Finding(
                    found.declared,
                    f"{front.subject}: no request can match {text}, since nothing in it names the model: "
                    "put {model} into the path, bind it to one model by "
                    f"models.{pair.model}.paths.actions.{pair.action}"
                    + ("" if bodiless else ", or say by gateway.paths.model_in where the body names it"),
                )


def _overlaps(front: Front) -> Iterator[Finding]:
    every = front.routes
    for opened in open_routes(front.gateway):
        for route in every:
            if opened.method == route.method and re.fullmatch(route.pattern_as_read, opened.path):
                yield Finding(
                    _PATHS,
                    f"{front.subject}: {opened.method} {opened.path} is open to all, and a route of {_who(route)}: "
                    "choose another path for one of the two",
                )
    for route, other in _neighbours(every):
        if _same_request(route, other):
            remedy = "choose another path for one of the two"
            if route.model != other.model and "bound" in (route.named_in, other.named_in):
                model = route.model if route.named_in == "bound" else other.model
                remedy = f"give one a path of its own, such as models.{model}.paths.prefix: /{_plain(model)}"
            yield Finding(
                _PATHS,
                f"{front.subject}: {route.method} {route.path} is a route of {_who(route)} and of {_who(other)}: "
                f"{remedy}",
            )


def _neighbours(every: Sequence[Route]) -> Iterator[tuple[Route, Route]]:
    """Yield the pairs that differ in no part of their paths but versions: each of all pairs would take a minute.

    A version is one part of a path, so that routes of two models are told apart without an expression.
    """
    # As a server reads them that decodes a path before it looks where to send it: a name may look like several parts.
    parts = [decoded(route.path).split("/") for route in every]
    versions = [tuple(place for place, part in enumerate(path) if VERSION in part) for path in parts]
    pairs: set[tuple[int, int]] = set()
    # Where one path has a version, the other may have a name, and the other way round.
    for blank in {tuple(sorted({*one, *two})) for one, two in combinations_with_replacement(set(versions), 2)}:
        alike: defaultdict[tuple[str | None, ...], list[int]] = defaultdict(list)
        for index, (route, path) in enumerate(zip(every, parts, strict=True)):
            rest = (None if place in blank else part for place, part in enumerate(path))
            alike[(route.method, *rest)].append(index)
        for group in alike.values():
            for one, two in _undivided(every, group):
                if set(blank) == {*versions[one], *versions[two]}:
                    pairs.add((one, two))
    return ((every[one], every[two]) for one, two in sorted(pairs))


def _undivided(every: Sequence[Route], group: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a group that no body tells apart."""
    by_body: defaultdict[tuple[ModelPlace, str] | None, list[int]] = defaultdict(list)
    for index in group:
        by_body[every[index].told_by_body].append(index)
    for alike in by_body.values():
        yield from combinations(alike, 2)
    # Where the path alone decides, it decides for every body.
    for index in by_body.pop(None, []):
        for others in by_body.values():
            yield from ((min(index, other), max(index, other)) for other in others[:1])


def _same_request(route: Route, other: Route) -> bool:
    return any(
        all(re.fullmatch(each.pattern_as_read, path) for each in (route, other))
        for path in (_common(route, other), _common(other, route))
    )


def _common(route: Route, other: Route) -> str:
    """Return a path that is a request of both if any is: a version of one is what the other has there."""
    both = zip(decoded(route.path).split("/"), decoded(other.path).split("/"), strict=True)
    return "/".join((two if one == VERSION else one).replace(VERSION, "1") for one, two in both)


def _who(route: Route) -> str:
    return " or ".join(pair.shown for pair in route.allowed) or "the access role"


def _plain(model: str) -> str:
    return re.sub(r"[^A-Za-z0-9._~-]+", "-", model).strip(".-") or "model"
