"""How long a client's tokens and sessions live, in the provider's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from constructs_lib.declaration.props.values import duration_seconds, is_unresolved

if TYPE_CHECKING:
    from constructs_lib.declaration.props import ApplicationLifespanProps, ClientLifespanProps, LifespanProps

__all__ = ["LifespanArguments", "OfflineArguments", "client_seconds", "lifespan_arguments", "offline_arguments"]


class LifespanArguments(TypedDict, total=False):
    """Arguments of `keycloak_openid_client`, in seconds; one that is left out is the realm's."""

    access_token_lifespan: str | None
    client_session_idle_timeout: str | None
    client_session_max_lifespan: str | None


class OfflineArguments(TypedDict, total=False):
    """Arguments of `keycloak_openid_client` for offline sessions, as above."""

    client_offline_session_idle_timeout: str | None
    client_offline_session_max_lifespan: str | None


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


def lifespan_arguments(own: ClientLifespanProps, realm: LifespanProps) -> LifespanArguments:
    """Return the lifespans of a client that logs people in.

    Args:
        own: The client's.
        realm: The realm's.
    """
    return LifespanArguments(
        access_token_lifespan=client_seconds(own.access_token, realm.access_token),
        client_session_idle_timeout=client_seconds(own.session_idle, realm.session_idle),
        client_session_max_lifespan=client_seconds(own.session_max, realm.session_max),
    )


def offline_arguments(own: ApplicationLifespanProps, realm: LifespanProps) -> OfflineArguments:
    """Return the lifespans of the offline sessions of a client that may ask for them.

    Args:
        own: The client's.
        realm: The realm's.
    """
    return OfflineArguments(
        client_offline_session_idle_timeout=client_seconds(own.offline_idle, realm.offline_idle),
        client_offline_session_max_lifespan=client_seconds(own.offline_max, realm.offline_max),
    )
