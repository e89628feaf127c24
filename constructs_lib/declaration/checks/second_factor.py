"""Second factors: of groups that exist, and without a way around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.checks.places import located, located_apis, team_of
from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["second_factor_findings"]


def second_factor_findings(declaration: Declaration) -> Iterator[Finding]:
    """The group stands in the same file; no password grant asks for less; offline tokens end where it is said."""
    realm = f"realm '{declaration.realm.name}'"
    for path, access in located(declaration):
        for name in access.second_factor:
            place = (*path, "second_factor", name)
            if name not in access.groups:
                yield Finding(
                    place, f"{realm}, second factor: {team_of(path)} has no group '{name}': {hint(name, access.groups)}"
                )
            for where, api in located_apis(declaration):
                if api.direct_access_grants:
                    yield Finding(
                        place,
                        f"{realm}, second factor of group '{name}': the password grant asks for none: "
                        f"set {'.'.join(map(str, where))}.direct_access_grants to false, or remove it",
                    )
    if any(access.second_factor for access in declaration.accesses().values()):
        yield from _offline_tokens(declaration, realm)


def _offline_tokens(declaration: Declaration, realm: str) -> Iterator[Finding]:
    """Let an application keep what a password alone brought it for as long as its own file says, and no longer."""
    for path, access in located(declaration):
        for name, application in access.applications.items():
            if application.offline_access and application.lifespans.offline_max is None:
                yield Finding(
                    (*path, "applications", name, "offline_access"),
                    f"{realm}, application '{name}': some group needs a second factor, without which an offline token "
                    "from before goes on: set its lifespans.offline_max, or remove offline_access",
                )
