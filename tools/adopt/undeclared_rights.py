"""Who holds roles of the API by what an adoption leaves alone: an access review of the file would not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.adopt.api_rights import ApiRights
from tools.adopt.holders import Holders
from tools.audit.facts import holder_of_person, holder_of_service_account

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tools.adopt.api_rights import Way
    from tools.audit.live.snapshot import Snapshot

__all__ = ["undeclared_rights"]


def undeclared_rights(snapshot: Snapshot, document: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Way]]]:
    """Yield accounts with the roles of the API that they hold by nothing that a document declares.

    Args:
        snapshot: The realm.
        document: What is declared.
    """
    api = str(document["api"]["client_id"])
    rights = ApiRights(snapshot, api)
    if everybody := rights.of_everybody:
        yield "everybody", everybody
    bound = {*Holders(snapshot, document).roles}
    declared = _declared(document)
    for holder in rights.holders:
        groups = declared.get(holder)
        ways = [way for way in rights.of(holder) if groups is None or not _is_declared(way, api, bound, groups)]
        if ways:
            yield holder, ways


def _declared(document: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return the accounts that are declared, each with its groups that are."""
    groups = document.get("groups", {})
    people = {
        holder_of_person(name): {f"group /{group}" for group in person.get("groups", ()) if group in groups}
        for name, person in document.get("people", {}).items()
    }
    return people | {holder_of_service_account(name): set() for name in document.get("consumers", {})}


def _is_declared(way: Way, api: str, bound: set[str], groups: set[str]) -> bool:
    if not way.by or way.by in groups:
        return way.role in bound
    return way.by.removeprefix(f"role {api}/") in bound
