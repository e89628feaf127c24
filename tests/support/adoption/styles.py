"""Settings of realms, in the style of public exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["STYLES"]

STYLES: Mapping[str, Mapping[str, Any]] = {
    "corporate": {
        "passwordPolicy": "length(8) and digits(1)",
        "bruteForceProtected": True,
        "failureFactor": 30,
        "accessTokenLifespan": 600,
        "ssoSessionIdleTimeout": 28800,
        "ssoSessionMaxLifespan": 86400,
        "internationalizationEnabled": True,
        "supportedLocales": ["de", "en", "fr"],
        "defaultLocale": "de",
        "rememberMe": True,
        "smtpServer": {
            "host": "mail.example.com",
            "from": "sso@example.com",
            "fromDisplayName": "Example",
            "replyTo": "help@example.com",
            "starttls": "true",
            "port": "587",
        },
        "resetPasswordAllowed": True,
        "attributes": {"acr.loa.map": '{"silver":"1"}', "cibaInterval": "5"},
        "eventsEnabled": True,
        "eventsExpiration": 1209600,
        "otpPolicyDigits": 8,
        "browserSecurityHeaders": {
            "contentSecurityPolicy": "frame-ancestors 'self' https://portal.example.com; object-src 'none';",
            "xFrameOptions": "SAMEORIGIN",
            "strictTransportSecurity": "max-age=31536000; includeSubDomains",
        },
    },
    "quickstart": {
        "registrationAllowed": True,
        "loginWithEmailAllowed": False,
        "duplicateEmailsAllowed": True,
        "editUsernameAllowed": True,
        "accessTokenLifespan": 3600,
        "accessCodeLifespan": 300,
        "offlineSessionMaxLifespanEnabled": False,
    },
    "platform": {
        "defaultSignatureAlgorithm": "RS256",
        "revokeRefreshToken": True,
        "refreshTokenMaxReuse": 2,
        "clientSessionIdleTimeout": 900,
        "clientSessionMaxLifespan": 3600,
        "ssoSessionIdleTimeout": 1800,
        "offlineSessionMaxLifespanEnabled": True,
        "offlineSessionMaxLifespan": 5184000,
        "passwordPolicy": "length(12) and notUsername(undefined)",
        "adminEventsEnabled": True,
        "adminEventsDetailsEnabled": True,
        "organizationsEnabled": True,
    },
}
