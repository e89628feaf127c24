"""The realm's own settings: name, mail and terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.places import located
from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration, RealmProps

__all__ = ["realm_findings"]

_ADMINISTRATION = "master"


def realm_findings(declaration: Declaration) -> Iterator[Finding]:
    """The realm is ours alone; mail needs a server, and terms accounts that can be written."""
    if declaration.realm.name == _ADMINISTRATION:
        yield Finding(
            ("realm", "name"),
            f"realm '{_ADMINISTRATION}': Keycloak's administrators log in there, and its clients manage every realm: "
            "choose another name",
        )
    yield from _mail(declaration.realm)
    yield from _invitations(declaration)
    yield from _terms(declaration)


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


def _terms(declaration: Declaration) -> Iterator[Finding]:
    """Keycloak notes at the account that its owner accepted; for a read-only one it answers 500."""
    if not declaration.realm.login.terms:
        return
    for name, directory in declaration.federation.items():
        if directory.edit_mode == "read_only":
            yield Finding(
                ("realm", "login", "terms"),
                f"realm '{declaration.realm.name}', federation '{name}': people of a read-only directory cannot accept "
                "terms, and could not log in: set login.terms to false",
            )
