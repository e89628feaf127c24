"""What may be taken over, by what Keycloak says of it; that Keycloak says so is shown by the integration tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tools.audit.facts import Fact, Kind
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.recovery.adoption import Import
from tools.recovery.declared_holdings import DeclaredHoldings
from tools.recovery.natural_keys import Planned
from tools.recovery.realm_objects import Realms
from tools.recovery.undeclared import refuse_undeclared

if TYPE_CHECKING:
    from pathlib import Path

    from tools.audit.facts import Facts

pytestmark = pytest.mark.unit

AT = "realms/r"
DEFAULT = {"id": "d", "name": "default-roles-r"}
REALM: dict[str, Any] = {AT: {"realm": "r", "defaultRole": DEFAULT}}
USER: dict[str, Any] = {"username": "ada", "email": "Ada@example.com", "createdTimestamp": 1_000}
PASSWORD: dict[str, Any] = {"initial_password": [{"temporary": True}]}
ROLE = {"id": "x", "name": "admin"}
MAPPED = {"realmMappings": [DEFAULT, ROLE], "clientMappings": {"api": {"client": "api", "mappings": [{"name": "m:p"}]}}}


def _fact(kind: Kind, owner: str, name: str, value: str = "") -> Facts:
    return {Fact(kind, owner, name): value}


PERSON = "keycloak_user", {"username": "ada", "email": "ada@example.com"}, "person 'ada'"
GROUP = "keycloak_group", {"name": "g"}, "group 'g'"
CLIENT = "keycloak_openid_client", {"client_id": "c"}, "client 'c'"
API_ROLE = "keycloak_role", {"name": "m:p", "client_id": "1"}, "role 'm:p'"
SCOPE = "keycloak_openid_client_scope", {"name": "s"}, "client scope 's'"
FLOW = "keycloak_authentication_flow", {"alias": "f"}, "login flow 'f'"
WHOLE = "keycloak_realm", {"realm": "r"}, "realm 'r'"
CASES: dict[str, tuple[tuple[str, dict[str, Any], str], dict[str, Any], Facts, str]] = {
    "person-bare": (PERSON, {"users/7": USER}, {}, ""),
    "person-other-address": (PERSON, {"users/7": {**USER, "email": "o@example.com"}}, {}, "an e-mail address other"),
    "person-directory": (PERSON, {"users/7": {**USER, "federationLink": "l"}}, {}, "a link to a directory"),
    "person-attribute": (PERSON, {"users/7": {**USER, "attributes": {"locale": ["de"]}}}, {}, "attribute locale"),
    "person-password": (
        PERSON,
        {"users/7": USER, "users/7/credentials": [{"type": "password", "createdDate": 2_000}]},
        {},
        "a credential (password)",
    ),
    "person-linked": (
        PERSON,
        {"users/7": USER, "users/7/federated-identity": [{"identityProvider": "corp"}]},
        {},
        "a login by identity provider 'corp'",
    ),
    "person-role": (
        PERSON,
        {"users/7": USER, "users/7/role-mappings": MAPPED},
        _fact(Kind.PERSON_ROLE, "person ada", "api/m:p"),
        "declared: role admin: nothing",
    ),
    "person-member": (PERSON, {"users/7": USER, "users/7/groups": [{"path": "/g"}]}, {}, "membership of group /g"),
    "person-declared": (
        PERSON,
        {"users/7": USER, "users/7/role-mappings": MAPPED, "users/7/groups": [{"path": "/g"}]},
        _fact(Kind.PERSON_ROLE, "person ada", "api/m:p")
        | _fact(Kind.PERSON_ROLE, "person ada", "admin")
        | _fact(Kind.MEMBER, "/g", "person ada"),
        "",
    ),
    "group-member": (
        GROUP,
        {"groups/7": {"path": "/g"}, "groups/7/members": [{"username": "ada"}, {"username": "service-account-c"}]},
        _fact(Kind.MEMBER, "/g", "service account C"),
        "declared: member ada: nothing",
    ),
    "group-child": (
        GROUP,
        {"groups/7": {"path": "/g"}, "groups/7/children": [{"name": "h", "path": "/g/h"}]},
        {},
        "subgroup /g/h",
    ),
    "group-default": (GROUP, {"groups/7": {"path": "/g"}, "default-groups": [{"id": "7"}]}, {}, "every new account"),
    "client-redirect": (
        CLIENT,
        {"clients/7": {"clientId": "c", "redirectUris": ["https://o/"], "enabled": True}},
        _fact(Kind.SETTING, "client c", "redirectUris", '["https://c/"]')
        | _fact(Kind.SETTING, "client c", "enabled", "true"),
        "declared: other redirect URIs: nothing",
    ),
    "client-authenticator": (
        CLIENT,
        {"clients/7": {"clientId": "c", "clientAuthenticatorType": "client-jwt"}},
        _fact(Kind.SETTING, "client c", "clientAuthenticatorType", "client-secret"),
        "another kind of client authenticator",
    ),
    "client-setting": (
        CLIENT,
        {"clients/7": {"clientId": "c", "fullScopeAllowed": True, "attributes": {"x": "1"}}},
        _fact(Kind.SETTING, "client c", "attributes.x", "2"),
        "declared: the setting fullScopeAllowed: nothing",
    ),
    "client-mapper": (
        CLIENT,
        {"clients/7": {"clientId": "c", "protocolMappers": [{"name": "roles", "protocolMapper": "m"}]}},
        {},
        "mapper 'roles'",
    ),
    "client-account": (
        CLIENT,
        {
            "clients/7": {"clientId": "c", "serviceAccountsEnabled": True},
            "clients/7/service-account-user": {"id": "8"},
            "users/8/role-mappings": MAPPED,
        },
        _fact(Kind.SETTING, "client c", "serviceAccountsEnabled", "true")
        | _fact(Kind.ACCOUNT_ROLE, "service account c", "api/m:p"),
        "declared: role admin: nothing",
    ),
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
        _fact(Kind.PERSON_ROLE, "person ada", "api/m:p") | _fact(Kind.GROUP_ROLE, "group /g", "api/m:p"),
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
        _fact(Kind.STEP, "flow f", "forms") | _fact(Kind.STEP, "flow forms", "auth-otp"),
        "declared: step 'deny': nothing",
    ),
    "realm-user": (WHOLE, {"users": [{"username": "ada"}]}, {}, "person ada"),
    "realm-role-for-everybody": (
        WHOLE,
        {"roles-by-id/d/composites": [{"id": "x", "name": "admin"}], "clients": [{"clientId": "c"}]},
        _fact(Kind.CLIENT, "", "c"),
        "declared: role admin for everybody: nothing",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_at_most_what_is_declared(
    case: tuple[tuple[str, dict[str, Any], str], dict[str, Any], Facts, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An object that holds more than is declared is refused in one line that says what; any other is let pass."""
    (kind, arguments, what), there, declared, refused = case
    answers = REALM | {f"{AT}/{path}": answer for path, answer in there.items()}
    monkeypatch.setattr(KeycloakAdmin, "find", lambda _, path, **__: answers.get(path))
    monkeypatch.setattr(DeclaredHoldings, "of", classmethod(lambda cls, *_: cls(declared)))
    found = Import("a", "r/7", what, kind, "7", Planned({"realm_id": "r", **arguments}))
    realms = Realms(KeycloakAdmin("http://127.0.0.1:9", user="admin", password="admin"))
    if not refused:
        assert refuse_undeclared([found], tmp_path, (), realms)[0].startswith(what)
        return
    with pytest.raises(ToolError) as raised:
        refuse_undeclared([found], tmp_path, (), realms)
    assert (refused in str(raised.value), raised.value.exit_code) == (True, 2), raised.value
    assert str(raised.value).startswith(f"stack {tmp_path.name}: {what} exists in Keycloak, no state has it, and it")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("created", "is_ours"), [(2_000, True), (999, False), (1_000 + 120_001, False)])
def test_first_password(created: int, is_ours: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a case
    """The declared first password is one that was set when the account was made; a later one is the person's own."""
    answers = {
        **REALM,
        f"{AT}/users/7": USER,
        f"{AT}/users/7/credentials": [{"type": "password", "createdDate": created}],
    }
    monkeypatch.setattr(KeycloakAdmin, "find", lambda _, path, **__: answers.get(path))
    kind, arguments, what = PERSON
    found = Import("a", "r/7", what, kind, "7", Planned({"realm_id": "r", **arguments, **PASSWORD}))
    realms = Realms(KeycloakAdmin("http://127.0.0.1:9", user="admin", password="admin"))
    if is_ours:
        assert refuse_undeclared([found], tmp_path, (), realms) == ("person 'ada' (its first password)",)
    else:
        with pytest.raises(ToolError, match="a credential"):
            refuse_undeclared([found], tmp_path, (), realms)
