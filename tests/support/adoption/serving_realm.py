"""A realm as keycloak-config-cli imports one: an API with roles of its own names, machines, groups and people."""

from __future__ import annotations

from typing import Any

from tests.support.adoption.callers import Callers

__all__ = ["SERVING_PASSWORD", "serving_callers", "serving_realm", "serving_secret"]

SERVING_PASSWORD = "A-password-of-before-1"


def serving_secret(client: str) -> str:
    """Return the secret of a client."""
    return f"{client}-secret-of-before-1A"


def serving_realm(name: str) -> dict[str, Any]:
    """Return it as Keycloak imports it.

    Args:
        name: Name of the realm.
    """
    machines = ("batch", "nightly")
    return {
        "realm": name,
        "enabled": True,
        "accessTokenLifespan": 600,
        "clients": [
            {"clientId": "scoring", "bearerOnly": True},
            *(
                {
                    "clientId": machine,
                    "secret": serving_secret(machine),
                    "serviceAccountsEnabled": True,
                    "standardFlowEnabled": False,
                    "fullScopeAllowed": True,
                }
                for machine in machines
            ),
            {
                "clientId": "notebook",
                "publicClient": True,
                "directAccessGrantsEnabled": True,
                "redirectUris": ["http://127.0.0.1:8888/callback"],
                "webOrigins": ["+"],
            },
        ],
        "roles": {
            "realm": [{"name": "analyst"}],
            "client": {"scoring": [{"name": "fraud:predict"}, {"name": "ROLE_REVIEWER"}, {"name": "ROLE_OLD"}]},
        },
        "groups": [{"name": "risk", "clientRoles": {"scoring": ["ROLE_REVIEWER"]}, "realmRoles": ["analyst"]}],
        "users": [
            {
                "username": "ada",
                "email": "ada@example.com",
                "firstName": "Ada",
                "lastName": "L",
                "enabled": True,
                "groups": ["/risk"],
                "realmRoles": [f"default-roles-{name}"],
                "clientRoles": {"scoring": ["fraud:predict", "ROLE_OLD"]},
                "credentials": [{"type": "password", "value": SERVING_PASSWORD, "temporary": False}],
            },
            *(
                {
                    "username": f"service-account-{machine}",
                    "serviceAccountClientId": machine,
                    "enabled": True,
                    "clientRoles": {"scoring": ["fraud:predict", "ROLE_REVIEWER"]},
                }
                for machine in machines
            ),
        ],
    }


def serving_callers(url: str, realm: str) -> Callers:
    """Return those who get tokens of it."""
    person = {"grant_type": "password", "username": "ada", "password": SERVING_PASSWORD, "client_id": "notebook"}
    machines = {
        machine: {"grant_type": "client_credentials", "client_id": machine, "client_secret": serving_secret(machine)}
        for machine in ("batch", "nightly")
    }
    return Callers(url, realm, {**machines, "ada": person, "ada offline": {**person, "scope": "openid offline_access"}})
