"""How long tokens and sessions live."""

from __future__ import annotations

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.values import Duration, Flag

__all__ = ["ApplicationLifespanProps", "ClientLifespanProps", "LifespanProps"]


class LifespanProps(Props):
    """How long tokens and sessions live (OWASP ASVS 5.0 V10.4; Keycloak realm settings, "Sessions" and "Tokens")."""

    access_code: Duration = "1m"
    """Authorization code, until it is redeemed (ASVS 10.4.3: 1 minute at the most)."""
    access_token: Duration = "5m"  # noqa: S105 - a lifespan
    """Access token: a revoked grant still works for this long."""
    session_idle: Duration = "30m"
    """Session and refresh token, unused."""
    session_max: Duration = "10h"
    """Session and refresh token, at the most (ASVS 10.4.8)."""
    offline_idle: Duration = "7d"
    """Offline session, unused."""
    offline_max: Duration = "30d"
    """Offline session, at the most (Keycloak's own default has no end)."""
    offline_end: Flag = True
    """Offline sessions end after `offline_max`. `false`, for adopted realms: they have no end while they are used."""
    invitation: Duration = "12h"
    """The link in the mail to an invited person."""


class ClientLifespanProps(Props):
    """What a client keeps shorter than the realm; what is left out is the realm's (`keycloak_openid_client`)."""

    access_token: Duration | None = None
    """Access token."""
    session_idle: Duration | None = None
    """Refresh token, unused."""
    session_max: Duration | None = None
    """Refresh token, at the most: after it people log in anew, or by the realm's session."""


class ApplicationLifespanProps(ClientLifespanProps):
    """As an API's, and offline sessions where the application may ask for them."""

    offline_idle: Duration | None = None
    """Offline refresh token, unused."""
    offline_max: Duration | None = None
    """Offline refresh token, at the most."""
