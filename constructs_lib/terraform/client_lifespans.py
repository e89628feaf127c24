"""How long a client's tokens and sessions live, in the provider's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.props.values import duration_seconds, is_unresolved

if TYPE_CHECKING:
    from constructs_lib.cdk.keycloak import OpenidClient
    from constructs_lib.declaration.props import ClientLifespanProps, LifespanProps

__all__ = ["client_seconds", "set_lifespans"]

_ARGUMENTS = {
    "access_token": "access_token_lifespan",
    "session_idle": "client_session_idle_timeout",
    "session_max": "client_session_max_lifespan",
}
_OFFLINE_ARGUMENTS = {
    "offline_idle": "client_offline_session_idle_timeout",
    "offline_max": "client_offline_session_max_lifespan",
}


def client_seconds(own: str | None, realm: str) -> str | None:
    """Return a client's lifespan as the provider takes it: a text of seconds.

    The realm's is written out where the client has none of its own: the arguments are optional and computed, so that a
    lifespan that is taken out of a declaration would stay in Keycloak, and no plan would show it.

    Args:
        own: The client's.
        realm: The realm's.

    Returns:
        Seconds, or None where the realm's is known only at apply: then Keycloak itself falls back to it.
    """
    value = own or realm
    if is_unresolved(value):
        return own
    return str(duration_seconds(value))


def set_lifespans(
    client: OpenidClient, own: ClientLifespanProps, realm: LifespanProps, *, offline: bool = False
) -> None:
    """Give a client its lifespans.

    Args:
        client: A client that logs people in.
        own: Its lifespans.
        realm: The realm's.
        offline: It may ask for offline sessions.
    """
    for name, argument in (_ARGUMENTS | (_OFFLINE_ARGUMENTS if offline else {})).items():
        seconds = client_seconds(getattr(own, name), getattr(realm, name))
        if seconds is not None:
            client.add_override(argument, seconds)
