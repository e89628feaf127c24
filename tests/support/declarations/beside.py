"""What somebody adds beside the declaration of `overridden.py`, and what it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.declarations.overridden import add, made

if TYPE_CHECKING:
    from tests.support.declarations.our_stack import Change

__all__ = ["CLIENT", "GROUP", "ROLE", "SCOPE", "alone", "by_default", "data", "of"]

CLIENT, SCOPE, ROLE, GROUP = (f"keycloak_{each}" for each in ("openid_client", "openid_client_scope", "role", "group"))


def of(kind: str, *words: str, attribute: str = "id") -> str:
    """Return the reference to an attribute of the first resource of ours whose name has some words."""
    names = [name for name in made()["resource"][kind] if all(word in name for word in words)]
    return f"${{{kind}.{names[0]}.{attribute}}}"


def alone(kind: str, **arguments: Any) -> Change:  # noqa: ANN401 - JSON
    """Return what adds something to the realm that refers to what is added beside it."""

    def change(body: dict[str, Any]) -> None:
        for added, name in ((CLIENT, "client_id"), (SCOPE, "name"), (ROLE, "name"), (GROUP, "name")):
            body["resource"].setdefault(added, {})["Mine"] = {"realm_id": "ml", name: "mine"}
        add(kind, **arguments)(body)

    return change


def data(kind: str, argument: str, reference: str, **arguments: Any) -> Change:  # noqa: ANN401 - JSON
    """Return what adds a group's roles, or another list, that refers to what a data source finds."""

    def change(body: dict[str, Any]) -> None:
        body.setdefault("data", {}).setdefault(kind, {})["Found"] = {"realm_id": "ml", **arguments}
        add(reference, **{argument: f"${{data.{kind}.Found.id}}"})(body)

    return change


def by_default(kind: str, argument: str, value: str) -> Change:
    """Return what adds something whose argument is a variable with a default."""

    def change(body: dict[str, Any]) -> None:
        body["variable"]["named"] = {"type": "string", "default": value}
        add(kind, **{argument: "${var.named}"})(body)

    return change
