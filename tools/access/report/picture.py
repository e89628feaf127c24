"""The picture: who comes in by what, belongs to which group, and may use which model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from constructs_lib.declaration.props.consumer import FederatedAuth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.review.questions import AccessReview

__all__ = ["Edge", "Node", "edges", "nodes"]

_EVERY = "every"


@dataclass(frozen=True)
class Node:
    """Something in the picture.

    Attributes:
        id: What edges call it: `p3` is the fourth principal.
        kind: What it is.
        name: What it is called.
        team: Whose it is.
    """

    id: str
    kind: Literal["source", "issuer", "application", "machine", "person", "others", "group", "model", "every"]
    name: str
    team: str = ""


@dataclass(frozen=True)
class Edge:
    """A line of the picture.

    Attributes:
        source: The node on its left.
        target: The node on its right.
        kind: What it says: somebody comes through the left one, is a member of the right one, may use it, may use
            every model, or may use it for people who may do so themselves.
    """

    source: str
    target: str
    kind: Literal["through", "member", "grant", "wide", "exchange"]


def nodes(review: AccessReview) -> tuple[Node, ...]:
    """Return the nodes: ways in, principals in the order of the review, groups, models."""
    return tuple(_nodes(review.declaration, review.principals))


def edges(review: AccessReview) -> tuple[Edge, ...]:
    """Return the edges, each once."""
    return tuple(dict.fromkeys(_edges(review)))


def _nodes(declaration: Declaration, principals: tuple[Principal, ...]) -> Iterator[Node]:
    yield from (
        Node(f"s:{name}", "source", name) for name in (*declaration.federation, *declaration.identity_providers)
    )
    yield from (Node(f"i:{name}", "issuer", name) for name in declaration.workload_issuers)
    accesses = declaration.accesses()
    for team, access in accesses.items():
        yield from (Node(f"a:{name}", "application", name, team or "") for name in access.applications)
    for index, each in enumerate(principals):
        kind: Literal["machine", "person", "others"] = (
            "machine" if each.is_machine else "person" if each.is_declared else "others"
        )
        yield Node(f"p{index}", kind, each.name, each.team or "")
    for team, access in accesses.items():
        yield from (Node(f"g:{name}", "group", name, team or "") for name in access.groups)
    yield Node(_EVERY, "every", "every model")
    yield from (Node(f"m:{name}", "model", name, model.owner or "") for name, model in declaration.models.items())


def _edges(review: AccessReview) -> Iterator[Edge]:
    declaration = review.declaration
    accesses = declaration.accesses()
    applications = [name for access in accesses.values() for name in access.applications]
    for index, principal in enumerate(review.principals):
        own = f"p{index}"
        yield from _ways_in(declaration, principal, own, applications)
        for group in _groups(declaration, principal):
            yield Edge(own, f"g:{group}", "member")
        for pair, reasons in review.policy.reasons(principal).items():
            for reason in reasons:
                target = _EVERY if reason.is_wide else f"m:{pair.model}"
                if reason.kind == "group":
                    yield Edge(f"g:{reason.group}", target, "wide" if reason.is_wide else "grant")
                elif reason.kind == "exchange":
                    yield Edge(own, target, "exchange")
                else:
                    yield Edge(own, target, "wide" if reason.is_wide else "grant")


def _ways_in(declaration: Declaration, principal: Principal, own: str, applications: list[str]) -> Iterator[Edge]:
    if principal.source:
        yield Edge(f"s:{principal.source}", own, "through")
    if not principal.is_machine:
        yield from (Edge(f"a:{name}", own, "through") for name in applications)
        return
    consumer = declaration.accesses()[principal.team].consumers[principal.name]
    if isinstance(consumer.auth, FederatedAuth):
        yield Edge(f"i:{consumer.auth.issuer}", own, "through")
    if consumer.exchange:
        yield from (Edge(f"a:{name}", own, "exchange") for name in consumer.exchange.from_)


def _groups(declaration: Declaration, principal: Principal) -> tuple[str, ...]:
    if principal.kind == "person":
        return declaration.accesses()[principal.team].people[principal.name].groups
    return (principal.group,) if principal.group else ()
