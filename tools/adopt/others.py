"""People of a realm whom no file declares: their accounts, and who puts them into declared groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacks.unmanaged import EVERY_ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.adopt.draft import Draft
    from tools.audit.live.snapshot import Snapshot

__all__ = ["settle_others"]

_ACCOUNTS = {"what": EVERY_ACCOUNT, "reason": "left alone: others make accounts; what these are given is reported"}


def settle_others(snapshot: Snapshot, draft: Draft) -> None:
    """Expect accounts of others, and nobody of theirs in a declared group unless somebody is there already.

    With `external_people`, `make audit` could not tell who was put into a group by hand.

    Args:
        snapshot: The realm.
        draft: Has settled; `external_people` goes where no group needs it.
    """
    document = draft.document
    outsiders = next(_outsiders(snapshot, draft), None)
    if outsiders:
        draft.guesses.append(
            f"external_people is set, since {outsiders}: make audit tells nobody who joins a declared group."
        )
        return
    document.pop("external_people", None)
    people = document.get("people", {})
    if any(str(user["username"]) not in people for user in snapshot.users):
        document["unmanaged"] = [_ACCOUNTS]


def _outsiders(snapshot: Snapshot, draft: Draft) -> Iterator[str]:
    """Yield why a declared group is somebody else's to fill."""
    people, groups = draft.document.get("people", {}), draft.document.get("groups", {})
    ids = {str(group["path"]).removeprefix("/"): group["id"] for group in snapshot.groups}
    for group in groups:
        declared = {name for name, person in people.items() if group in person.get("groups", ())}
        members = {str(user["username"]) for user in snapshot.members.get(ids[group], ())}
        if undeclared := sorted(members - declared):
            yield f"person {undeclared[0]} is in group {group}, and no file declares that"
        elif not declared:
            yield f"group {group} has no member"
