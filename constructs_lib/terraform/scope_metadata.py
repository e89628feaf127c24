"""Whether strangers read of a client scope in the realm's discovery document, and whose it is in a realm of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.parent_group import scope_mark

if TYPE_CHECKING:
    from constructs_lib.cdk.keycloak import OpenidClientScope
    from constructs_lib.terraform.context import Context

__all__ = ["set_scope_metadata"]


def set_scope_metadata(client_scope: OpenidClientScope, context: Context) -> None:
    """List a scope in the public metadata (RFC 8414, `scopes_supported`) only where that was asked for.

    In a realm that is joined, its description says that it is ours.

    Scopes are named for models and for those who call them. Before provider 5.9 every scope is listed.

    Args:
        client_scope: One of ours; bindings of an older provider lack the argument.
        context: What is declared, and what the provider can do.
    """
    realm = context.declaration.realm
    if realm.is_joined:  # missing in bindings from a schema without texts
        client_scope.add_override("description", scope_mark(realm))
    if context.features.scope_metadata:
        client_scope.add_override("include_in_openid_provider_metadata", context.declaration.realm.scopes_in_discovery)
