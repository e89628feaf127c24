"""What a system that logs people in needs of its application in the realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.places import located, team_of
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.token_settings import GROUPS_CLAIM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["application_findings", "group_findings"]


def application_findings(
    declaration: Declaration, preset: str, client_id: str, redirect_path: str, rename: str = ""
) -> Iterator[Finding]:
    """Yield what is missing: the client, its secret, where the code goes, the claim `groups`.

    Args:
        declaration: What the realm is made from.
        preset: Who needs it.
        client_id: The application.
        redirect_path: How one of its redirect URIs ends.
        rename: What else may be done where there is no such application, such as `, or …`.
    """
    subject = f"realm '{declaration.realm.name}', gateway: {preset}"
    in_realm = declaration.realm.in_realm(client_id)
    for path, access in located(declaration):
        # As it is declared, or as it is called in a realm that is joined.
        client_id = next((name for name in (client_id, in_realm) if name in access.applications), client_id)
        application = access.applications.get(client_id)
        if application is None:
            continue
        place = (*path, "applications", client_id)
        key = f"applications.{client_id}"
        if path:
            yield Finding(
                place,
                f"{subject} logs everybody in with the application '{client_id}': "
                f"declare it in the environment's own file, not in that of {team_of(path)}",
            )
        if application.type != "confidential":
            yield Finding(place, f"{subject} needs a client with a secret: set {key}.type to confidential")
        if not any(uri.endswith(redirect_path) for uri in application.redirect_uris):
            yield Finding(
                place, f"{subject} receives its codes at {redirect_path}: add such a URI to {key}.redirect_uris"
            )
        if not application.groups_claim:
            yield Finding(
                place,
                f"{subject} reads the claim '{GROUPS_CLAIM}', which the realm does not issue to '{client_id}': "
                f"set {key}.groups_claim to true",
            )
        return
    yield Finding(
        ("applications",),
        f"{subject} logs people in with the application '{client_id}', which is not declared: "
        f"add it, with a redirect URI that ends in {redirect_path}{rename}",
    )


def group_findings(declaration: Declaration, preset: str, *groups: str, admins: str) -> Iterator[Finding]:
    """Yield the groups that a system decides by and that nobody can be in, or that a team could let people into.

    Args:
        declaration: What the realm is made from.
        preset: Who decides by the groups.
        groups: Groups that let people in.
        admins: The group whose members may do everything there, whatever the group itself grants.
    """
    subject = f"realm '{declaration.realm.name}', gateway: {preset} knows people by the group"
    for group in (*groups, admins):
        declaring = [path for path, access in located(declaration) if group in access.groups]
        if not declaring:
            yield Finding(("groups",), f"{subject} '{group}', which is not declared: add groups.{group}")
        for path in declaring:
            if path:
                yield Finding(
                    (*path, "groups", group),
                    f"{subject} '{group}': declare it in the environment's own file, not in that of {team_of(path)}",
                )
    for path, access in located(declaration):
        for name, person in access.people.items():
            if path and admins in person.groups:
                yield Finding(
                    (*path, "people", name, "groups", person.groups.index(admins)),
                    f"{subject} '{admins}' as its administrators: "
                    f"declare person '{name}' in the environment's own file, not in that of {team_of(path)}",
                )
