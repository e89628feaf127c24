"""Names that the environments of one realm share, each with the keys that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.names import rotation_clients
from constructs_lib.declaration.checks.places import located, located_apis
from constructs_lib.declaration.parent_group import parent_group
from constructs_lib.declaration.token_settings import TOKEN_SCOPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import Declaration

__all__ = ["shared_names"]


def shared_names(checked: CheckedDeclaration[Declaration]) -> Iterator[tuple[str, str, Path]]:
    """Yield what is ours in a realm that is joined: what it is, its name there, and where that is declared.

    Roles belong to a client, and groups to the parent group: their names are nobody else's.

    Args:
        checked: A declaration of such a realm, which has the names that clients have there.
    """
    declaration, policy, realm = checked.declaration, checked.policy, checked.declaration.realm
    yield from _of_apis(declaration)
    for path, access in located(declaration):
        for name in access.consumers:
            yield "client", name, (*path, "consumers", name)
        for name in access.applications:
            yield "client", name, (*path, "applications", name)
    yield from (("client", name, path) for name, path in rotation_clients(declaration))
    for pair in policy.model_actions:
        yield from (("client scope", scope, ("models", pair.model)) for scope in policy.scopes_of(pair))
    for path, access in located(declaration):
        for name, consumer in access.consumers.items():
            if consumer.exchange:
                yield "client scope", policy.exchange_scope(name), (*path, "consumers", name, "exchange")
    yield "client scope", realm.in_realm(TOKEN_SCOPE), ("realm", "prefix")
    if above := parent_group(realm):
        yield "group", above, ("realm", "prefix")


def _of_apis(declaration: Declaration) -> Iterator[tuple[str, str, Path]]:
    for path, api in located_apis(declaration):
        yield "client", api.client_id, (*path, "client_id")
        yield "client scope", api.access_role, (*path, "access_role")
