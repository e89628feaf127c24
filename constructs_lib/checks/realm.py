"""The realm's own settings: mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.checks.places import located
from constructs_lib.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.props import Declaration, RealmProps

__all__ = ["realm_findings"]


def realm_findings(declaration: Declaration) -> Iterator[Finding]:
    """Mail needs a server."""
    yield from _mail(declaration.realm)
    yield from _invitations(declaration)


def _mail(realm: RealmProps) -> Iterator[Finding]:
    for field in ("verify_email", "reset_password"):
        if getattr(realm.login, field) and realm.smtp is None:
            yield Finding(
                ("realm", "login", field),
                f"realm '{realm.name}': login.{field} sends mail: add smtp (host, sender), or set it to false",
            )


def _invitations(declaration: Declaration) -> Iterator[Finding]:
    if declaration.realm.smtp is not None:
        return
    for path, access in located(declaration):
        for username, person in access.people.items():
            if person.invite:
                yield Finding(
                    (*path, "people", username, "invite"),
                    f"realm '{declaration.realm.name}', person '{username}': an invitation is a mail: "
                    "add realm.smtp (host, sender), or set invite to false",
                )
