"""What an environment asks of its server, and how it is told."""

from __future__ import annotations

import pytest

from stacks.environment import Environment
from tools.audit.comparison import compare
from tools.audit.server import SERVER_MEANS, expected_of_server, live_of_server
from tools.audit.wording import said
from tools.keycloak.admin import KeycloakAdmin

pytestmark = pytest.mark.unit

REGISTRATION = {"redirect_hosts": ["127.0.0.1"], "scopes": {"spam": ["predict"]}, "max_clients": 9}


def environment(**realm: object) -> Environment:
    """Return an environment of realm `ml`."""
    url = "http://127.0.0.1:9"
    body = {"keycloak": {"url": url}, "realm": {"name": "ml", **realm}, "api": {"client_id": "scorer"}}
    return Environment.model_validate({**body, "models": {"spam": {}}})


@pytest.mark.parametrize("live", ["on", "not known"])
def test_a_server_that_lets_clients_choose_is_told(live: str) -> None:
    """Also where nobody can tell, with what it means and what to do."""
    expected = expected_of_server(environment(client_registration=REGISTRATION))
    (fact,) = expected
    (difference,) = compare(expected, {fact: live})
    assert said(difference) == f"registration in Keycloak's own representation of the server is {live}, declared is off"
    assert "--spi-client-registration--default--enabled=false" in SERVER_MEANS[fact]
    assert compare(expected, {fact: "off"}) == []


def test_nothing_is_asked_where_nobody_registers() -> None:
    """Without the key there is nothing to tell, and nobody is asked."""
    away = KeycloakAdmin("http://127.0.0.1:9", access_token="x")
    assert expected_of_server(environment()) == live_of_server(environment(), away) == {}
