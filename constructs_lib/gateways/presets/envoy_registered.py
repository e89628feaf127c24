"""How Envoy takes tokens of clients that registered themselves: those that live no longer than the realm's own.

Such a client has Keycloak write any expiry up to the session's end, and no rule of Keycloak's refuses that. A script of
the filter `lua` compares it with `iat`: `jwt_authn` itself could bound alone what is left of a token's life.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.gateways.presets.envoy_lua import lua_filter

if TYPE_CHECKING:
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["TOKEN_LIFE", "registered_filters"]

TOKEN_LIFE = "token_life"  # noqa: S105 - a name
"""Where the script notes that a token is `short`, in a request's metadata."""

_Struct = dict[str, object]


def registered_filters(api: ProtectedApi) -> list[_Struct]:
    """Return the filter that looks at a token's life, between `jwt_authn` and `rbac`; none where nobody registers."""
    if not api.takes_registered:
        return []
    return [lua_filter("registered", "envoy_registered.lua.j2", api=api, namespace=TOKEN_LIFE)]
