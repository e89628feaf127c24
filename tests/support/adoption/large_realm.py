"""Realms in the style of public exports: dozens of clients, nested groups, composites, identity providers."""

from __future__ import annotations

from typing import Any

from tests.support.adoption.callers import Callers
from tests.support.adoption.styles import STYLES

__all__ = ["LARGE_PASSWORD", "large_callers", "large_realm", "large_secret"]

LARGE_PASSWORD = "A-password-of-before-1"
API = "inference-api"
_MODELS = ("fraud", "churn", "pricing", "ranking", "vision")
_ACTIONS = ("predict", "explain")


def large_secret(client: str) -> str:
    """Return the secret of a client."""
    return f"{client}-secret-of-before-1A"


def large_realm(name: str, style: str, *, clients: int = 50, people: int = 40) -> dict[str, Any]:
    """Return a realm as Keycloak imports it.

    Args:
        name: Name of the realm.
        style: Which settings it has.
        clients: How many clients it has.
        people: How many accounts it has.
    """
    return {
        "realm": name,
        "enabled": True,
        "sslRequired": "external",
        **STYLES[style],
        "clients": list(_clients(clients)),
        "roles": {"realm": _realm_roles(), "client": {API: _api_roles(), "shop-api": [{"name": "order"}]}},
        "groups": [_group(team) for team in ("risk", "growth", "Data Science")],
        "users": [_person(number, f"default-roles-{name}") for number in range(people)]
        + list(_service_accounts(clients)),
    }


def _api_roles() -> list[dict[str, Any]]:
    roles: list[dict[str, Any]] = [
        {"name": f"{model}:{action}", "description": f"{action} of {model}"} for model in _MODELS for action in _ACTIONS
    ]
    every = [role["name"] for role in roles]
    return [
        *roles,
        {"name": "model-api-access", "composite": True, "composites": {"client": {API: every}}},
        {"name": "ROLE_SCORER", "composite": True, "composites": {"client": {API: ["fraud:predict"]}}},
    ]


def _realm_roles() -> list[dict[str, Any]]:
    return [
        {"name": "employee", "description": "Everybody who works here"},
        {
            "name": "analyst",
            "composite": True,
            "composites": {"realm": ["employee"], "client": {API: ["churn:predict"]}},
        },
        {"name": "admin", "composite": True, "composites": {"realm": ["analyst"]}},
    ]


def _group(team: str) -> dict[str, Any]:
    return {
        "name": team,
        "attributes": {"cost_center": ["42"]},
        "clientRoles": {API: ["pricing:predict"]} if team != "growth" else {},
        "realmRoles": ["employee"],
        "subGroups": [
            {
                "name": "leads",
                "realmRoles": ["analyst"],
                "subGroups": [{"name": "eu", "clientRoles": {API: ["vision:explain"]}}],
            }
        ],
    }


def _person(number: int, everybody: str) -> dict[str, Any]:
    roles = {API: [f"{_MODELS[number % 5]}:predict"]} if number % 4 == 0 else {}
    groups = [["/risk"], ["/growth/leads"], ["/risk/leads/eu"], ["/Data Science"], []][number % 5]
    return {
        "username": f"person{number}",
        "email": f"person{number}@example.com" if number % 7 else f"Person{number}@Example.com",
        "emailVerified": bool(number % 2),
        "firstName": "Person",
        "lastName": f"No{number}",
        "enabled": number != 9,
        "attributes": {"department": ["sales"]},
        "credentials": [{"type": "password", "value": LARGE_PASSWORD, "temporary": False}],
        "realmRoles": [everybody, "employee"],
        "clientRoles": roles,
        "groups": groups,
    }


def _clients(count: int) -> Any:  # noqa: ANN401 - clients as Keycloak imports them
    yield {"clientId": API, "bearerOnly": True, "enabled": True}
    yield {"clientId": "shop-api", "bearerOnly": True, "enabled": True}
    yield {
        "clientId": "https://saml.example.com/sp",
        "protocol": "saml",
        "redirectUris": ["https://saml.example.com/*"],
    }
    yield {
        "clientId": "cli",
        "publicClient": True,
        "standardFlowEnabled": False,
        "directAccessGrantsEnabled": True,
        "fullScopeAllowed": True,
    }
    for number in range(count - 4):
        yield (_service if number % 3 == 0 else _application)(number)


def _service(number: int) -> dict[str, Any]:
    name = f"batch-{number}"
    return {
        "clientId": name,
        "name": f"Batch {number}",
        "secret": large_secret(name),
        "serviceAccountsEnabled": True,
        "standardFlowEnabled": number % 2 == 1,
        "directAccessGrantsEnabled": False,
        "redirectUris": [f"https://{name}.example.com/*"] if number % 2 == 1 else ["/*"] if number % 4 else [],
        "webOrigins": ["/*"] if number % 4 == 2 else [],
        "fullScopeAllowed": number % 2 == 0,
        "attributes": {"custom.owner": "risk", **({"access.token.lifespan": "120"} if number % 4 == 0 else {})},
        "protocolMappers": [
            {
                "name": "team",
                "protocol": "openid-connect",
                "protocolMapper": "oidc-hardcoded-claim-mapper",
                "config": {"claim.name": "team", "claim.value": "risk", "access.token.claim": "true"},
            }
        ],
    }


def _application(number: int) -> dict[str, Any]:
    name = f"app-{number}"
    kind = number % 5
    return {
        "clientId": name if kind != 4 else f"App.{number}",
        "publicClient": kind in (0, 1),
        **({} if kind in (0, 1) else {"secret": large_secret(name)}),
        "standardFlowEnabled": True,
        "implicitFlowEnabled": kind == 1,
        "directAccessGrantsEnabled": True,
        "consentRequired": kind == 2,
        "redirectUris": ["/*"] if kind == 3 else [f"https://{name}.example.com/*", "http://localhost:3000/*"],
        "webOrigins": ["*"] if kind == 1 else ["+"],
        "baseUrl": f"https://{name}.example.com/",
        "attributes": {"post.logout.redirect.uris": "+", "pkce.code.challenge.method": "S256" if kind == 0 else ""},
        "frontchannelLogout": True,
    }


def _service_accounts(count: int) -> Any:  # noqa: ANN401 - as above
    for number in range(0, count - 4, 3):
        yield {
            "username": f"service-account-batch-{number}",
            "serviceAccountClientId": f"batch-{number}",
            "enabled": True,
            "clientRoles": {API: [f"{_MODELS[number % 5]}:predict"]},
            "realmRoles": ["analyst"] if number % 2 else [],
        }


def large_callers(url: str, realm: str, *, clients: int = 50, people: int = 40) -> Callers:
    """Return some of those who get tokens of it."""
    forms: dict[str, dict[str, str]] = {}
    for number in range(0, clients - 4, 3):
        name = f"batch-{number}"
        forms[name] = {"grant_type": "client_credentials", "client_id": name, "client_secret": large_secret(name)}
    for number in (number for number in (0, 1, 2, 3, 4, 8, 9) if number < people):
        person = {"grant_type": "password", "username": f"person{number}", "password": LARGE_PASSWORD}
        forms[f"person{number} by cli"] = {**person, "client_id": "cli"}
        forms[f"person{number} by app-1"] = {**person, "client_id": "app-1", "scope": "openid profile"}
        forms[f"person{number} offline"] = {**person, "client_id": "cli", "scope": "openid offline_access"}
    secret = {"client_id": "app-8", "client_secret": large_secret("app-8")}
    forms["person0 by app-8"] = {
        "grant_type": "password",
        "username": "person0",
        "password": LARGE_PASSWORD,
        **secret,
    }
    return Callers(url, realm, forms)
