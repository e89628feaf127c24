"""Renaming, and what takes the place of something else under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.props.access import RENAMED_FROM
from tests.support.walk import pools
from tests.support.walk.moves.access import free_name
from tests.support.walk.references import refer_to, remove_empty

if TYPE_CHECKING:
    from tests.support.walk.choices import Choices
    from tests.support.walk.document import Document, Entry, Tree

__all__ = ["MOVES"]

_AT_ROOT = {
    "models": pools.MODELS,
    "workload_issuers": pools.ISSUERS,
    "identity_providers": pools.SOURCES,
    "federation": pools.SOURCES,
}


def rename(choices: Choices, document: Document) -> str | None:
    """Give somebody another name, and everything else as it was: a person's e-mail address too."""
    renamed = _rename_any(choices, document)
    if renamed is None:
        return None
    entry, new = renamed
    entry.owner[new].pop(RENAMED_FROM, None)
    return f"rename {entry.kind} {entry.name} to {new}"


def rename_in_place(choices: Choices, document: Document) -> str | None:
    """Say what somebody, a group or a model was called before: whatever hangs on it stays."""
    models = document.tree.get("models", {})
    kind = choices.one(("entry", "models"))
    if kind == "models":
        left = [name for name in pools.MODELS if name not in models]
        if not models or not left:
            return None
        old, new = choices.one(list(models)), choices.one(left)
        _rename(models, old, new)
        models[new][RENAMED_FROM] = old
        refer_to(document, "models", old, new)
        return f"model {new}: renamed from {old}"
    renamed = _rename_any(choices, document)
    if renamed is None:
        return None
    entry, new = renamed
    entry.owner[new][RENAMED_FROM] = entry.name
    return f"{entry.kind} {new}: renamed from {entry.name}"


def forget_former_names(_: Choices, document: Document) -> str | None:
    """Take out what things were called before, as the deployment says that one may."""
    entries = document.entries("consumers", "applications", "people", "groups")
    values = [*(entry.value for entry in entries), *document.tree.get("models", {}).values()]
    former = [value for value in values if RENAMED_FROM in value]
    for value in former:
        del value[RENAMED_FROM]
    return "forget former names" if former else None


def rename_at_root(choices: Choices, document: Document) -> str | None:
    """Give a model, an issuer, an identity provider or a directory another name."""
    kind = choices.one([*_AT_ROOT, "models"])
    names = list(document.tree.get(kind, {}))
    left = [name for name in _AT_ROOT[kind] if name not in names]
    if not names or not left:
        return None
    old, new = choices.one(names), choices.one(left)
    _rename(document.tree[kind], old, new)
    document.tree[kind][new].pop(RENAMED_FROM, None)
    refer_to(document, kind, old, new)
    return f"rename {kind} {old} to {new}"


def retype_client(choices: Choices, document: Document) -> str | None:
    """Let a consumer become an application of the same name, or the other way round."""
    entries = document.entries("consumers", "applications")
    if not entries:
        return None
    entry = choices.one(entries)
    del entry.owner[entry.name]
    if entry.kind == "consumers":
        document.section("applications", entry.team)[entry.name] = {
            "redirect_uris": choices.one(pools.APPLICATION_KEYS["redirect_uris"])
        }
    else:
        refer_to(document, "applications", entry.name, None)
        document.section("consumers", entry.team)[entry.name] = {"grants": {"*": ["predict"]}}
    remove_empty(document)
    return f"{entry.kind} {entry.name} becomes the other kind of client"


def swap_addresses(choices: Choices, document: Document) -> str | None:
    """Let a person have the e-mail address that another one had until now."""
    people = document.entries("people")
    if not people:
        return None
    first, second = choices.one(people), choices.one(people)
    if first.name == second.name or choices.sometimes(2):
        first.value["email"] = f"{first.name}@{choices.one(('example.com', 'example.org'))}"
        return f"person {first.name}: e-mail {first.value['email']}"
    second.value["email"], first.value["email"] = f"{second.name}@example.net", second.value["email"]
    return f"person {first.name} gets the e-mail address of {second.name}"


def _rename_any(choices: Choices, document: Document) -> tuple[Entry, str] | None:
    """Rename one of those that have an entry; return what it was, and its new name."""
    entries = document.entries("consumers", "applications", "people", "groups")
    if not entries:
        return None
    entry = choices.one(entries)
    new = free_name(choices, document, entry.kind)
    if new is None:
        return None
    _rename(entry.owner, entry.name, new)
    refer_to(document, entry.kind, entry.name, new)
    return entry, new


def _rename(tree: Tree, old: str, new: str) -> None:
    """Rename a key where it is: the order stays."""
    for key in list(tree):
        value = tree.pop(key)
        tree[new if key == old else key] = value


MOVES = (
    rename,
    rename,
    rename_in_place,
    rename_in_place,
    rename_in_place,
    forget_former_names,
    rename_at_root,
    rename_at_root,
    retype_client,
    swap_addresses,
)
