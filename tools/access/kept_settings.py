"""What a client of an adopted realm keeps, and a preview of its tokens does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stacks.environment import Environment

__all__ = ["kept_settings"]

_CLIENT, _MAPPER = "keycloak_openid_client", "keycloak_generic_protocol_mapper"
_SHAPING = (_CLIENT, f"{_CLIENT}_default_scopes", f"{_CLIENT}_optional_scopes")
_NOT_IN_TOKENS = frozenset({"name", "description", "base_url", "admin_url", "root_url", "valid_redirect_uris"})


def kept_settings(environment: Environment, client_id: str) -> tuple[str, ...]:
    """Return the arguments that shape a client's tokens and are kept as they were, sorted.

    Args:
        environment: What is declared.
        client_id: OAuth client identifier.
    """
    kept = environment.kept.settings
    found = {argument for type_ in _SHAPING for argument in kept.get(type_, {}).get(client_id, {})}
    found |= {name for name in kept.get(_MAPPER, {}) if name.startswith(f"{client_id}/")}
    return tuple(sorted(found - _NOT_IN_TOKENS))
