"""Ids and names that lead a call of the Admin API elsewhere."""

from __future__ import annotations

import pytest

from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.keycloak.astray import leads_astray

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "path",
    [
        "realms/here/authentication/flows/../../../other",
        "realms/here/clients/./x",
        "realms/here/clients/%2e%2E/%2e./other",
        "realms/here/roles/../users",
        "realms/here/clients/x?y/roles",
        "realms/here/components/x#y",
        "realms/here/clients/..\\..\\other",
        "realms/here/clients/x\ny",
    ],
)
def test_what_leads_elsewhere_is_not_sent(path: str) -> None:
    """A flow whose maker gave it the id `../../../other` deletes no other realm when an audit removes the flow."""
    admin = KeycloakAdmin("http://127.0.0.1:9", access_token="canary")  # nobody answers there
    with pytest.raises(ToolError, match="was not sent to Keycloak") as raised:
        admin.request("DELETE", path)
    assert raised.value.exit_code == 2
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "path", ["realms/here/clients/..a/roles", "realms/a b/users", "realms/here/roles/a%2F..%2Fb", "realms/here/x/"]
)
def test_what_stays_is_sent(path: str) -> None:
    """Dots within a name, spaces, and slashes that are written by their numbers stay where they are."""
    assert not leads_astray(path)
