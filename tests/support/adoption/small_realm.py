"""The realm that a short Pulumi program makes: a client with a role, and a user who has it."""

from __future__ import annotations

from typing import Any

from tests.support.adoption.callers import Callers

__all__ = ["SMALL_PASSWORD", "SMALL_SECRET", "small_callers", "small_realm"]

SMALL_SECRET = "the-secret-of-before-1A"
SMALL_PASSWORD = "the-password-of-before-1A"


def small_realm(name: str) -> dict[str, Any]:
    """Return it as Keycloak imports it.

    Args:
        name: Name of the realm.
    """
    return {
        "realm": name,
        "enabled": True,
        "displayName": "Example Realm",
        "clients": [
            {
                "clientId": "model-serving-api",
                "name": "Model Serving API",
                "secret": SMALL_SECRET,
                "redirectUris": ["http://my-api-server/*"],
                "baseUrl": "http://my-api-server/api",
                "adminUrl": "http://my-api-server/admin",
                "webOrigins": ["http://my-api-server"],
                "publicClient": False,
                "standardFlowEnabled": True,
                "directAccessGrantsEnabled": True,
                "serviceAccountsEnabled": True,
                "fullScopeAllowed": True,
            }
        ],
        "roles": {"client": {"model-serving-api": [{"name": "model-api-access", "description": "Access to models"}]}},
        "users": [
            {
                "username": "ml-api-user",
                "email": "user@example.com",
                "emailVerified": True,
                "firstName": "Ml",
                "lastName": "User",
                "enabled": True,
                "credentials": [{"type": "password", "value": SMALL_PASSWORD, "temporary": False}],
                "clientRoles": {"model-serving-api": ["model-api-access"]},
            }
        ],
    }


def small_callers(url: str, realm: str) -> Callers:
    """Return those who get tokens of it."""
    client = {"client_id": "model-serving-api", "client_secret": SMALL_SECRET}
    person = {"grant_type": "password", "username": "ml-api-user", "password": SMALL_PASSWORD}
    return Callers(
        url,
        realm,
        {
            "person": {**client, **person},
            "person with openid": {**client, **person, "scope": "openid profile email"},
            "person offline": {**client, **person, "scope": "openid offline_access"},
            "service account": {**client, "grant_type": "client_credentials"},
            "administration": {"client_id": "admin-cli", **person},
        },
    )
