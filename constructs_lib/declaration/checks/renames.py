"""Former names: each of one thing alone, and of nothing that is declared still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.names import KEYCLOAK_CLIENTS, SERVICE_ACCOUNT_PREFIX, rotation_clients
from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.checks.places import located, located_apis, team_of
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.renames import renames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import Declaration

__all__ = ["rename_findings"]

# Consumers and applications are clients: a `client_id` is one of theirs.
_LABELS = {
    "models": "model",
    "groups": "group",
    "people": "person",
    "consumers": "client",
    "applications": "client",
}


def rename_findings(declaration: Declaration) -> Iterator[Finding]:
    """What is renamed moves within one state: nothing else may have its former name, in this file or another."""
    realm = f"realm '{declaration.realm.name}'"
    in_realm = declaration.realm.in_realm
    declared = {
        (label, in_realm(name) if label == "client" else name): path for label, name, path in _declared(declaration)
    }
    kept = {in_realm(name): path for name, path in rotation_clients(declaration)}
    yield from _unknown_groups(realm, declaration)
    claimed: dict[tuple[str, str], Path] = {}
    for rename in renames(declaration):
        label = _LABELS[rename.kind]
        new, old = ((in_realm(name) if label == "client" else name) for name in (rename.new, rename.old))
        if (label, new) not in declared:  # said above
            continue
        key = (label, old)  # a name that begins with the prefix of a realm that is joined is the same with and without
        subject = f"{realm}, {label} '{rename.new}'"
        if new == old:
            yield Finding(rename.path, f"{subject}: it is renamed from itself: remove {rename.key}")
        elif key in declared:
            yield Finding(
                rename.path,
                f"{subject}: its former name is that of a {label} which is declared: rename that one, "
                f"or remove {rename.key}: '{rename.old}'",
                also=declared[key],
            )
        elif _is_keycloaks_own(*key) or _is_keycloaks_own(label, rename.old):
            yield Finding(
                rename.path, f"{subject}: '{rename.old}' is Keycloak's own: remove {rename.key}, or name another"
            )
        elif label == "client" and old in kept:
            yield Finding(
                rename.path,
                f"{subject}: client '{rename.old}' is kept for consumer '{kept[old][-1]}' of "
                f"{team_of(kept[old])}, whose secret rotates to it: remove {rename.key}, or name another",
                also=kept[old],
            )
        elif claimed.setdefault(key, rename.path) != rename.path:
            yield Finding(
                rename.path,
                f"{subject}: another {label} is renamed from '{rename.old}' too: one of the two is new, "
                f"remove its {rename.key.removeprefix('its ')}",
                also=claimed[key],
            )


def _unknown_groups(realm: str, declaration: Declaration) -> Iterator[Finding]:
    for path, access in located(declaration):
        for name in access.renamed_groups:
            if name not in access.groups:
                yield Finding(
                    (*path, "renamed_groups", name),
                    f"{realm}, renamed groups: {team_of(path)} has no group '{name}': {hint(name, access.groups)}",
                )


def _is_keycloaks_own(label: str, name: str) -> bool:
    return (label == "client" and name in KEYCLOAK_CLIENTS) or (
        label == "person" and name.startswith(SERVICE_ACCOUNT_PREFIX)
    )


def _declared(declaration: Declaration) -> Iterator[tuple[str, str, Path]]:
    for place, api in located_apis(declaration):
        yield "client", api.client_id, (*place, "client_id")
    for name in declaration.models:
        yield "model", name, ("models", name)
    for path, access in located(declaration):
        for kind in ("groups", "people", "consumers", "applications"):
            for name in getattr(access, kind):
                yield _LABELS[kind], name, (*path, kind, name)
