"""Where one part of a declaration names another: renamed with it, or taken out with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.props.access import RENAMED_FROM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.walk.document import Document, Tree

__all__ = ["grants_of", "refer_to", "remove_empty"]


def refer_to(document: Document, kind: str, old: str, new: str | None) -> None:
    """Let everything that named something name it as it is called now; None takes the mention out.

    Args:
        document: Changed.
        kind: Such as `groups`.
        old: What was named.
        new: What is named.
    """
    if kind in _REFERENCES:
        _REFERENCES[kind](document, old, new)


def _refer_to_model(document: Document, old: str, new: str | None) -> None:
    for grants in grants_of(document):
        _rename_key(grants, old, new)


def _refer_to_group(document: Document, old: str, new: str | None) -> None:
    for person in document.entries("people"):
        _rename_in(person.value, "groups", old, new)
    for _, access in document.accesses():
        _rename_key(access.get("second_factor", {}), old, new)
    for mapped in _mapped_groups(document):
        for theirs in [theirs for theirs, ours in mapped.items() if ours == old]:
            _set(mapped, theirs, new)


def _refer_to_application(document: Document, old: str, new: str | None) -> None:
    for consumer in document.entries("consumers"):
        _rename_in(consumer.value.get("exchange", {}), "from", old, new)


def _refer_to_issuer(document: Document, old: str, new: str | None) -> None:
    for consumer in document.entries("consumers"):
        auth = consumer.value.get("auth", {})
        if auth.get("issuer") == old:
            consumer.value["auth"] = {**auth, "issuer": new} if new else {"method": "client_secret"}


def _refer_to_team(document: Document, old: str, new: str | None) -> None:
    for model in document.tree.get("models", {}).values():
        if model.get("owner") == old:
            _set(model, "owner", new)
        if isinstance(model.get("open_to"), list):
            _rename_in(model, "open_to", old, new)


_REFERENCES = {
    "models": _refer_to_model,
    "groups": _refer_to_group,
    "applications": _refer_to_application,
    "workload_issuers": _refer_to_issuer,
    "teams": _refer_to_team,
}


def grants_of(document: Document) -> Iterator[Tree]:
    """Yield all grants."""
    for entry in document.entries("groups"):
        yield entry.value
    for entry in document.entries("people", "consumers"):
        if "grants" in entry.value:
            yield entry.value["grants"]
        if "exchange" in entry.value:
            yield entry.value["exchange"]["models"]


def remove_empty(document: Document) -> None:
    """Take out what has nothing left to say: a group without grants, a consumer that may call nothing."""
    for entry in document.entries("consumers"):
        exchange = entry.value.get("exchange")
        if exchange and not (exchange["from"] and exchange["models"]):
            del entry.value["exchange"]
        if not (entry.value.get("grants") or entry.value.get("every_model") or entry.value.get("exchange")):
            del entry.owner[entry.name]
    for entry in document.entries("groups"):
        if not entry.value.keys() - {RENAMED_FROM}:
            del entry.owner[entry.name]
            refer_to(document, "groups", entry.name, None)
    for directory in document.tree.get("federation", {}).values():
        if not directory.get("groups", {}).get("map", True):
            del directory["groups"]
    document.tidy()


def _mapped_groups(document: Document) -> Iterator[Tree]:
    for directory in document.tree.get("federation", {}).values():
        if "groups" in directory:
            yield directory["groups"]["map"]
    for provider in document.tree.get("identity_providers", {}).values():
        yield from provider.get("claims", {}).values()


def _rename_key(tree: Tree, old: str, new: str | None) -> None:
    if old in tree:
        value = tree.pop(old)
        if new is not None:
            tree[new] = value


def _rename_in(tree: Tree, key: str, old: str, new: str | None) -> None:
    names = tree.get(key, [])
    if old in names:
        tree[key] = [new if name == old else name for name in names if name != old or new is not None]


def _set(tree: Tree, key: str, value: Any) -> None:  # noqa: ANN401 - what YAML holds
    if value is None:
        del tree[key]
    else:
        tree[key] = value
