"""What the code computes is judged as what it comes to: no syntax hides a value from any rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from constructs_lib.guardrails.review import review

pytestmark = pytest.mark.unit

CLIENT: dict[str, Any] = {
    "realm_id": "ml",
    "client_id": "ui",
    "access_type": "PUBLIC",
    "standard_flow_enabled": True,
    "implicit_flow_enabled": False,
    "direct_access_grants_enabled": False,
    "pkce_code_challenge_method": "S256",
    "valid_redirect_uris": ["https://ui.example.com/cb"],
}
REALM: dict[str, Any] = {"realm": "ml", "ssl_required": "all"}
FLOW, WILDCARD, PKCE, TLS = "KC-IMPLICIT-FLOW", "KC-REDIRECT-WILDCARD", "KC-PKCE", "KC-TLS"
LOOKED_FOR = {FLOW, WILDCARD, PKCE, TLS}


def found(client: dict[str, Any], realm: dict[str, Any] | None = None) -> set[str]:
    """Return which of the rules here have an error in a stack with a client and a realm."""
    resource = {
        "keycloak_openid_client": {"Ui": CLIENT | client},
        "keycloak_realm": {"Realm": REALM | (realm or {})},
    }
    stacks = {"stack": {"resource": resource, "locals": {"clients": {"a": "https://*", "b": "https://x/cb"}}}}
    lines = review("stack", stacks, (), today=dt.date(2026, 12, 1)).errors
    return {rule for rule in LOOKED_FOR if any(f": {rule}: " in line for line in lines)}


@pytest.mark.parametrize("on", ["${!false}", "${1 == 1 ? true : false}", "${coalesce(true, false)}"])
def test_flow_that_is_turned_on_by_an_expression(on: str) -> None:
    """A flag is what Terraform computes of it, a text or not."""
    assert found({"implicit_flow_enabled": on}) == {FLOW}


@pytest.mark.parametrize(
    "uris",
    [
        '${concat(["https://x.example.com/cb"], ["https://x/*"])}',
        ['${format("https://%s", "*")}'],
        "${[for k, v in {for k, v in local.clients : k => v} : v]}",
    ],
)
def test_wildcard_that_an_expression_makes(uris: object) -> None:
    """A function or a loop that makes a wildcard writes one."""
    assert found({"valid_redirect_uris": uris}) == {WILDCARD}


def test_wildcard_of_one_instance() -> None:
    """Of the clients that a table makes, one is enough."""
    client = {
        "for_each": "${{for k, v in local.clients : k => v}}",
        "client_id": "${each.key}",
        "valid_redirect_uris": ["${each.value}"],
    }
    assert found(client) == {WILDCARD}


@pytest.mark.parametrize("required", ['${false ? "all" : "none"}', '${{a = {b = "none"}}["a"]["b"]}'])
def test_plain_http_that_an_expression_allows(required: str) -> None:
    """What is computed does not take the error away that the value by itself has."""
    assert found({}, {"ssl_required": required}) == {TLS}


@pytest.mark.parametrize(
    "method",
    [
        '${{a = {b = "S256"}}["a"]["b"]}',
        '${lookup({a = {b = "S256"}}["a"], "b", "plain")}',
        '${{for k, v in {ui = {m = "S256"}} : k => v}["ui"]["m"]}',
    ],
)
def test_right_value_in_nested_braces(method: str) -> None:
    """Braces within braces are read to their own end, so that a right value brings no error."""
    assert found({"pkce_code_challenge_method": method}) == set()
    assert found({"pkce_code_challenge_method": method.replace("S256", "plain")}) == {PKCE}
