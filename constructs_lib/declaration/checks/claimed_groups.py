"""Names of groups that applications read: nobody has one of a group which they are not in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.places import located
from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import Declaration

__all__ = ["claimed_group_findings"]


def claimed_group_findings(declaration: Declaration) -> Iterator[Finding]:
    """No name in the claim `groups` is that of a group of ours which the person is not in.

    People of other sources are in subgroups of ours, and Keycloak's claim holds a subgroup's own name: that of the
    directory's group, or of the identity provider. In a joined realm it holds whole paths, and there is no such source.
    """
    reader = next(
        (
            ((*path, "applications", name, "groups_claim"), name)
            for path, access in located(declaration)
            for name, application in access.applications.items()
            if application.groups_claim
        ),
        None,
    )
    if reader is None or declaration.realm.is_joined:
        return
    place, application = reader
    ours = {name.casefold(): name for access in declaration.accesses().values() for name in access.groups}
    for path, what, name, targets in _names(declaration):
        other = ours.get(name.casefold())
        wrong = sorted(target for target in targets if target != other)
        if other is not None and wrong:
            yield Finding(
                path,
                f"realm '{declaration.realm.name}', {what}, whose people are in group '{wrong[0]}': application "
                f"'{application}' has groups_claim, and would read that they are in group '{other}': rename one of "
                "the two, or set groups_claim to false",
                also=place,
            )


def _names(declaration: Declaration) -> Iterator[tuple[Path, str, str, Iterable[str]]]:
    """Yield each name of a subgroup: where it is declared, what it is of, itself, and our groups that it is below."""
    for source, directory in declaration.federation.items():
        for theirs, group in directory.groups.map.items() if directory.groups else ():
            what = f"federation '{source}', its group '{theirs}'"
            yield ("federation", source, "groups", "map", theirs), what, theirs, (group,)
    for alias, provider in declaration.identity_providers.items():
        targets = {group for values in provider.claims.values() for group in values.values()}
        yield ("identity_providers", alias), f"identity provider '{alias}'", alias, targets
