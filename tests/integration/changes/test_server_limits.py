"""Keycloak itself takes what the file's rules let pass, and refuses what they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support.declarations.server_limits import REFUSED, TAKEN
from tests.support.realms.bare_realm import bare_realm
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

REALM = "server-limits"


@pytest.fixture(scope="module")
def admin(keycloak: KeycloakServer) -> Iterator[KeycloakAdmin]:
    """The Admin API, and a realm as Keycloak makes it."""
    with bare_realm(keycloak.admin, REALM):
        yield keycloak.admin


def is_taken(admin: KeycloakAdmin, kind: str, number: int, value: str) -> bool:
    """Tell whether Keycloak takes a text in a place where the declaration's text of that kind ends up."""
    client = {"clientId": f"{kind}-{number}"}
    person = {
        "username": f"{kind}-{number}",
        "email": f"{kind}-{number}@example.com",
        "firstName": "A",
        "lastName": "B",
    }
    requests: dict[str, list[tuple[str, str, dict[str, object]]]] = {
        "name": [("POST", f"realms/{REALM}/users", {**person, "firstName": value})],
        "email": [("POST", f"realms/{REALM}/users", {**person, "email": value})],
        "username": [("POST", f"realms/{REALM}/users", {**person, "username": value})],
        "policy": [("PUT", f"realms/{REALM}", {"passwordPolicy": value})],
        "text": [
            ("POST", f"realms/{REALM}/clients", {**client, "description": value}),
            ("POST", f"realms/{REALM}/roles", {"name": f"role-{number}", "description": value}),
            ("PUT", f"realms/{REALM}", {"displayName": value}),
        ],
        "url": [
            ("POST", f"realms/{REALM}/clients", {**client, "baseUrl": value}),
            ("POST", f"realms/{REALM}/clients", {**client, "clientId": f"r-{number}", "redirectUris": [value]}),
        ],
        "redirect": [("POST", f"realms/{REALM}/clients", {**client, "redirectUris": [value]})],
        "logout": [
            ("POST", f"realms/{REALM}/clients", {**client, "attributes": {"post.logout.redirect.uris": value}}),
        ],
    }
    answers = [_succeeds(admin, *request) for request in requests[kind]]  # each one is asked
    return all(answers)


def _succeeds(admin: KeycloakAdmin, method: str, path: str, body: dict[str, object]) -> bool:
    try:
        return bool(admin.request(method, path, json=body).status_code < httpx.codes.BAD_REQUEST)
    except ToolError:
        return False


@pytest.mark.parametrize("kind", list(REFUSED))
def test_rules_are_those_of_the_server(admin: KeycloakAdmin, kind: str) -> None:
    """Each text on the list of a rule ends with Keycloak as the list says."""
    # An empty name is refused at the login, not by the Admin API.
    refused = [value for value in REFUSED[kind] if value]
    values = [*TAKEN[kind], *refused]
    taken = [value for number, value in enumerate(values) if is_taken(admin, kind, number, value)]
    assert taken == TAKEN[kind]


def test_lists_have_no_limit(admin: KeycloakAdmin) -> None:
    """Many URIs are kept to the last one, those after a logout in one text: no rule has to count them."""
    uris = [f"https://app.example.com/{'x' * 200}/{number}" for number in range(200)]
    kept = {"post.logout.redirect.uris": "##".join(uris)}
    client = {"clientId": "many", "redirectUris": uris, "webOrigins": uris, "attributes": kept}
    admin.request("POST", f"realms/{REALM}/clients", json=client)
    (found,) = admin.get(f"realms/{REALM}/clients", clientId="many").json()
    assert sorted(found["redirectUris"]) == sorted(found["webOrigins"]) == sorted(uris)
    assert found["attributes"]["post.logout.redirect.uris"] == kept["post.logout.redirect.uris"]
