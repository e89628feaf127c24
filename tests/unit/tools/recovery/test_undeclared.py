"""What may be taken over, by what Keycloak says of it; that Keycloak says so is shown by the integration tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.recovery.judged import ROLE, Case, Thing, assert_judged, fact, judged
from tools.audit.facts import Kind
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from tools.recovery.realm_objects import RealmObjects

pytestmark = pytest.mark.unit

GROUP: Thing = "keycloak_group", {"name": "g"}, "group 'g'"
API_ROLE: Thing = "keycloak_role", {"name": "m:p", "client_id": "1"}, "role 'm:p'"
SCOPE: Thing = "keycloak_openid_client_scope", {"name": "s"}, "client scope 's'"
FLOW: Thing = "keycloak_authentication_flow", {"alias": "f"}, "login flow 'f'"
WHOLE: Thing = "keycloak_realm", {"realm": "r"}, "realm 'r'"
CASES: dict[str, Case] = {
    "group-member": (
        GROUP,
        {"groups/7": {"path": "/g"}, "groups/7/members": [{"username": "ada"}, {"username": "service-account-c"}]},
        fact(Kind.MEMBER, "/g", "service account C"),
        "declared: member ada: nothing",
    ),
    "group-child": (
        GROUP,
        {"groups/7": {"path": "/g"}, "groups/7/children": [{"name": "h", "path": "/g/h"}]},
        {},
        "subgroup /g/h",
    ),
    "group-default": (GROUP, {"groups/7": {"path": "/g"}, "default-groups": [{"id": "7"}]}, {}, "every new account"),
    "role-composite": (
        API_ROLE,
        {
            "clients/1": {"clientId": "api"},
            "roles-by-id/7": {"name": "m:p", "composite": True},
            "roles-by-id/7/composites": [{"name": "realm-admin", "clientRole": True, "containerId": "2"}],
            "clients/2": {"clientId": "realm-management"},
        },
        {},
        "role realm-management/realm-admin within it",
    ),
    "role-holders": (
        API_ROLE,
        {
            "clients/1": {"clientId": "api"},
            "clients/1/roles/m%3Ap/users": [{"username": "ada"}, {"username": "bob"}],
            "clients/1/roles/m%3Ap/groups": [{"path": "/g"}],
        },
        fact(Kind.PERSON_ROLE, "person ada", "api/m:p") | fact(Kind.GROUP_ROLE, "group /g", "api/m:p"),
        "declared: holder bob: nothing",
    ),
    "role-for-everybody": (
        API_ROLE,
        {"clients/1": {"clientId": "api"}, "roles-by-id/d/composites": [{"id": "7", "name": "m:p"}]},
        {},
        "everybody as a holder",
    ),
    "scope-role": (SCOPE, {"client-scopes/7/scope-mappings": {"realmMappings": [ROLE]}}, {}, "role admin"),
    "flow-step": (
        FLOW,
        {
            "authentication/flows/f/executions": [
                {"level": 0, "displayName": "forms", "authenticationFlow": True},
                {"level": 1, "providerId": "auth-otp"},
                {"level": 0, "providerId": "deny"},
            ]
        },
        fact(Kind.STEP, "flow f", "forms") | fact(Kind.STEP, "flow forms", "auth-otp"),
        "declared: step 'deny': nothing",
    ),
    "realm-user": (WHOLE, {"users": [{"username": "ada"}]}, {}, "person ada"),
    "realm-role-for-everybody": (
        WHOLE,
        {"roles-by-id/d/composites": [{"id": "x", "name": "admin"}], "clients": [{"clientId": "c"}]},
        fact(Kind.CLIENT, "", "c"),
        "declared: role admin for everybody: nothing",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_at_most_what_is_declared(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object that holds more than is declared is refused in one line that says what; any other is let pass."""
    assert_judged(case, tmp_path, monkeypatch)


class _Agreed:
    def has(self, type_: str, id_: str, realm: RealmObjects) -> bool:
        return (type_, id_, realm.realm) == ("keycloak_user", "7", "r")


def test_what_an_operator_agreed_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object that is named by its id is taken over whatever it holds, and no other one is."""
    linked = [{"identityProvider": "corp"}]
    there = {f"users/{id_}/federated-identity": linked for id_ in "78"}
    person: Thing = ("keycloak_user", {"username": "ada"}, "person 'ada'")
    agreed = _Agreed()
    assert judged({"7": person}, there, {}, tmp_path, monkeypatch, agreed=agreed) == ("person 'ada'",)
    with pytest.raises(ToolError, match="corp"):
        judged({"7": person, "8": person}, there, {}, tmp_path, monkeypatch, agreed=agreed)
