"""Second factors: of groups that exist, and without a way around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.checks.places import located, team_of
from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["second_factor_findings"]


def second_factor_findings(declaration: Declaration) -> Iterator[Finding]:
    """The group stands in the same file; and the password grant, which asks for a password alone, is off."""
    realm = f"realm '{declaration.realm.name}'"
    for path, access in located(declaration):
        for name in access.second_factor:
            place = (*path, "second_factor", name)
            if name not in access.groups:
                yield Finding(
                    place, f"{realm}, second factor: {team_of(path)} has no group '{name}': {hint(name, access.groups)}"
                )
            if declaration.api.direct_access_grants:
                yield Finding(
                    place,
                    f"{realm}, second factor of group '{name}': the password grant asks for none: "
                    "set api.direct_access_grants to false, or remove it",
                )
