"""The Admin API's client against a real Keycloak."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

_CLIENT = "admin-client-of-test"


@pytest.fixture
def client_admin(keycloak: KeycloakServer) -> Iterator[KeycloakAdmin]:
    """An administrator that is a confidential client with no role yet."""
    clients = "realms/master/clients"
    client = {"clientId": _CLIENT, "secret": "canary", "serviceAccountsEnabled": True, "publicClient": False}
    keycloak.admin.request("POST", clients, json=client)
    number = keycloak.admin.get(clients, clientId=_CLIENT).json()[0]["id"]
    yield KeycloakAdmin(keycloak.url, client_id=_CLIENT, client_secret="canary")
    keycloak.admin.request("DELETE", f"{clients}/{number}")


def _fault(admin: KeycloakAdmin) -> ToolError:
    with pytest.raises(ToolError) as raised:
        admin.check()
    return raised.value


def test_a_wrong_password(keycloak: KeycloakServer) -> None:
    """The line names user, client, realm and the variables to check, and not the password."""
    fault = _fault(replace(keycloak.admin, password="canary"))
    assert (
        f"Keycloak at {keycloak.url} refused the admin credentials of user 'admin' (client 'admin-cli') in realm "
        "'master': check KEYCLOAK_USER and KEYCLOAK_PASSWORD" == str(fault)
    )
    assert fault.exit_code == 2


def test_a_wrong_client_secret(client_admin: KeycloakAdmin) -> None:
    """The line names the client and the variables to check."""
    fault = _fault(replace(client_admin, client_secret="wrong-canary"))
    assert (
        f"Keycloak at {client_admin.url} refused the credentials of client '{_CLIENT}' in realm 'master': "
        "check KEYCLOAK_CLIENT_ID and KEYCLOAK_CLIENT_SECRET" == str(fault)
    )
    assert fault.exit_code == 2


def test_an_unknown_realm(keycloak: KeycloakServer) -> None:
    """A realm that is not there is told from a wrong password."""
    fault = _fault(replace(keycloak.admin, realm="nowhere"))
    assert f"Keycloak at {keycloak.url} has no realm 'nowhere': check KEYCLOAK_REALM and KEYCLOAK_BASE_PATH" == str(
        fault
    )
    assert fault.exit_code == 2


def test_a_client_that_may_not_administer(client_admin: KeycloakAdmin) -> None:
    """Right credentials with no rights are told from wrong ones."""
    fault = _fault(client_admin)
    assert (
        f"Keycloak at {client_admin.url} does not let the credentials of client '{_CLIENT}' in realm 'master' "
        "call GET /admin/realms: give it the roles of make deployer, or the role admin" == str(fault)
    )
    assert fault.exit_code == 2


def test_an_unknown_path(keycloak: KeycloakServer) -> None:
    """The line names the path."""
    with pytest.raises(ToolError) as raised:
        keycloak.admin.get("realms/nowhere/clients")
    assert f"Keycloak at {keycloak.url} has nothing at /admin/realms/nowhere/clients" == str(raised.value)


def test_the_environment_s_credentials_work(keycloak: KeycloakServer) -> None:
    """What `.env` holds opens the Admin API, under the provider's own names."""
    admin = KeycloakAdmin.from_environment(read_local_secrets(keycloak.dotenv).values)
    admin.check()
    assert admin.realm_exists("master")
    assert not admin.realm_exists("nowhere")
    admin.delete_realm("nowhere")


@pytest.mark.parametrize(("lifespan", "second"), [("60", "does not let"), ("4", "refused")])
def test_the_token_is_used_again_until_near_its_end(
    keycloak: KeycloakServer, client_admin: KeycloakAdmin, lifespan: str, second: str
) -> None:
    """With the secret changed, a token that lasts still serves; for one about to end a new one is asked for."""
    _change_client(keycloak.admin, attributes={"access.token.lifespan": lifespan})
    assert "does not let" in str(_fault(client_admin))
    _change_client(keycloak.admin, secret="changed-canary")
    assert second in str(_fault(client_admin))


def _change_client(admin: KeycloakAdmin, **changes: object) -> None:
    client = admin.get("realms/master/clients", clientId=_CLIENT).json()[0]
    admin.request("PUT", f"realms/master/clients/{client['id']}", json=client | changes)
