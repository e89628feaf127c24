"""Groups: of one's own team or of all, with members, and worth having."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint, nearest
from constructs_lib.declaration.checks.places import located, team_of
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.group_origins import group_origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["group_findings"]


def group_findings(declaration: Declaration) -> Iterator[Finding]:
    """A person joins groups that exist for the team; a group has members, unless people come from elsewhere."""
    realm = f"realm '{declaration.realm.name}'"
    every = {name: grants for access in declaration.accesses().values() for name, grants in access.groups.items()}
    members = set(group_origins(declaration))
    # A name that is misspelt is said once: the group that was meant has members.
    members.update(filter(None, (nearest(name, every) for name in members - every.keys())))
    for path, access in located(declaration):
        known = {**declaration.groups, **access.groups}
        for username, person in access.people.items():
            members.update(person.groups)
            for index, group in enumerate(person.groups):
                if group not in known:
                    members.update(filter(None, [nearest(group, known)]))
                    yield Finding(
                        (*path, "people", username, "groups", index),
                        f"{realm}, person '{username}': {team_of(path)} has no group '{group}': {hint(group, known)}",
                    )
    for path, access in located(declaration):
        for name, grants in access.groups.items():
            if not grants:
                yield Finding((*path, "groups", name), f"{realm}, group '{name}': it grants nothing: add a model")
            if name not in members and not declaration.external_people:
                yield Finding(
                    (*path, "groups", name),
                    f"{realm}, group '{name}': its grants are to nobody: add a person with this group, map a group "
                    "of federation or a claim of identity_providers to it, or set external_people",
                )
