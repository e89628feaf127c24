"""What the keys `identity_providers` and `federation` say of those that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.declaration.props.people_values import SourceName
from tools.adopt.client_keys import BAD_NAME
from tools.adopt.directory_keys import directory_keys
from tools.adopt.kept_clients import declared_clients
from tools.adopt.provider_keys import NO_KEY, provider_keys
from tools.adopt.settled import checked, first_fault
from tools.is_value import is_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.adopt.draft import Draft
    from tools.audit.live.snapshot import Snapshot

__all__ = ["RESOURCES", "SOURCES", "add_sources", "is_of_source", "leave_source", "leave_sources"]

SOURCES: Mapping[str, str] = {"identity_providers": "identity provider", "federation": "directory"}
"""What a finding calls them, by their key."""

RESOURCES: Mapping[str, str] = {"identity_providers": "_identity_provider", "federation": "keycloak_ldap_"}
"""What is in the types of their resources, and of those of their mappers, by their key."""


def add_sources(snapshot: Snapshot, draft: Draft) -> None:
    """Add each that a file can have; the others are left alone, with the reason.

    Whether a deployment would leave it as it is, the plan says: see `Keeper`.

    Args:
        snapshot: The realm.
        draft: Holds together.
    """
    for key, name, found in _found(snapshot):
        why = NO_KEY[key] if found is None else _why_not(draft, name)
        why = why or _refused({**draft.document, key: {**draft.document.get(key, {}), name: found}})
        if why or found is None:
            draft.leave(f"{SOURCES[key]} {name}", why)
            continue
        draft.document.setdefault(key, {})[name] = found
        if found.get("client_auth") != "private_key_jwt":
            draft.document["kept"].setdefault("secrets", []).append(name)


def is_of_source(type_: str, called: str, key: str, name: str) -> bool:
    """Tell whether a resource is an identity provider or a directory, or a mapper of it.

    Args:
        type_: Type of the resource.
        called: What `kept` calls it.
        key: `identity_providers` or `federation`.
        name: Name of the identity provider, or of the directory.
    """
    return RESOURCES[key] in type_ and (called == name or called.startswith(f"{name}/"))


def leave_source(draft: Draft, key: str, name: str, why: str) -> None:
    """Take one out of a draft again, and leave it alone.

    Args:
        draft: What is declared.
        key: `identity_providers` or `federation`.
        name: Its name.
        why: The reason.
    """
    document, kept = draft.document, draft.document["kept"]
    del document[key][name]
    if not document[key]:
        del document[key]
    kept["secrets"] = [each for each in kept.get("secrets", ()) if each != name]
    for type_, named in kept.get("settings", {}).items():
        for each in [each for each in named if is_of_source(type_, each, key, name)]:
            del named[each]
    draft.leave(f"{SOURCES[key]} {name}", why)


def leave_sources(draft: Draft, why: str) -> bool:
    """Leave all of them alone; false where none is declared.

    Args:
        draft: What is declared.
        why: The reason.
    """
    declared = [(key, name) for key in SOURCES for name in draft.document.get(key, {})]
    for key, name in declared:
        leave_source(draft, key, name, why)
    return bool(declared)


def _found(snapshot: Snapshot) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    for provider in snapshot.others["providers"]:
        yield "identity_providers", str(provider["alias"]), provider_keys(provider)
    for directory in snapshot.directories:
        yield "federation", str(directory["name"]), directory_keys(directory, snapshot.others["components"])


def _why_not(draft: Draft, name: str) -> str:
    if not is_value(SourceName, name):
        return BAD_NAME
    if name in declared_clients(draft) or any(name in draft.document.get(key, {}) for key in SOURCES):
        return "something else that a file declares has this name, so that their secrets would, too"
    return ""


def _refused(document: dict[str, Any]) -> str:
    try:
        checked(document)
    except (DeclarationError, ValidationError) as refused:
        return first_fault(refused)[1]
    return ""
